//! Roles: the words that say what one did, printed before a name.

use super::names::is_name;
use crate::parse::chars;

/// Words a role ends in, longest first where one ends in another.
pub(super) const ROLES: &[&str] = &[
    "特约评论员",
    "特约撰稿人",
    "撰稿人",
    "评论员",
    "评论員",
    "通讯员",
    "通訊員",
    "實習生",
    "实习生",
    "记者",
    "記者",
    "特派员",
    "编辑",
    "編輯",
    "摄影报道",
    "摄影",
    "攝影",
    "撰文",
    "供图",
    "整理",
    "作者",
    "编译",
    "主笔",
    "观察员",
    "特稿",
];

/// Roles of one or two characters that count only with a stroke or colon behind them: 文/ 图/.
const SHORT_ROLES: &[&str] = &[
    "文",
    "图",
    "圖",
    "摄",
    "文图",
    "图文",
    "文字",
    "图片",
    "绘图",
    "制图",
    "漫画",
    "诗",
    "绘",
    "文/图",
    "图/文",
    "文字整理",
    "视频",
    "采写",
    "策划",
    "口述",
    "执笔",
    "翻译",
    "撰稿",
];

/// What the notes of those who write are called: 记者手记, 编辑点评, 作者简介. The same words are no names.
const WORKS: &[&str] = &[
    "手记", "手札", "札记", "日记", "笔记", "随笔", "观察", "点评", "短评", "时评", "述评", "评论", "简介", "感言",
    "寄语", "絮语", "的话", "来信", "见闻", "走访", "探访", "暗访", "调查", "追踪", "体验", "连线", "直击", "视点",
    "视角", "后记", "提示", "提醒", "留言", "推荐", "介绍",
];

/// Whether a word behind a role is what a note is called, and no name.
pub(super) fn is_work(word: &str) -> bool {
    word.len() == 6 && WORKS.contains(&word)
}

/// What roles end in.
pub(super) fn ends_roles(c: char) -> bool {
    matches!(c, '员' | '員' | '人' | '生' | '者' | '辑' | '輯' | '道' | '影' | '文' | '图' | '理' | '译' | '笔' | '稿')
}

pub(super) fn ends_in_role(word: &str) -> bool {
    word.ends_with(ends_roles) && ROLES.iter().any(|role| word.ends_with(role))
}

/// Splits `株洲日报全媒体记者廖喜春` into its role and what stands behind it.
pub(super) fn split_role(word: &str) -> Option<(&str, &str)> {
    if let Some(at) = word.find(['/', '／', '：', ':']) {
        let role = &word[..at];
        // `文/本报记者`: the outer role says less than the inner one.
        let width = word[at..].chars().next().map_or(1, char::len_utf8);
        let inner = &word[at + width..];
        if SHORT_ROLES.contains(&role) {
            return Some(split_role(inner).unwrap_or((role, inner)));
        }
        if ends_in_role(inner) && ROLES.contains(&role) {
            // `摄影：记者` says what was done, and what one is.
            return Some((inner, ""));
        }
        return (chars::len(role) <= 14 && role_like(role)).then_some((role, inner));
    }
    let end = role_end(word)?;
    let (role, name) = word.split_at(end);
    (role_like(role) && chars::len(role) <= 16 && chars::len(name) <= 20).then_some((role, name))
}

/// A name with what its bearer did behind a stroke: `某某/文`.
pub(super) fn name_and_work(word: &str) -> Option<(&str, &str)> {
    let (name, work) = word.split_once(['/', '／'])?;
    (SHORT_ROLES.contains(&work) && is_name(name)).then_some((name, work))
}

/// Roles that follow a name without a space.
const SECOND_ROLES: &[&str] =
    &["通讯员", "通訊員", "实习生", "實習生", "见习记者", "特约记者", "实习记者", "本报记者", "记者", "記者", "摄影"];

/// First characters of those roles.
fn begins_second_role(c: char) -> bool {
    matches!(c, '通' | '实' | '實' | '见' | '特' | '本' | '记' | '記' | '摄')
}

/// Where a second role begins behind a name: `记者周晓梦通讯员彭怡` has one behind 周晓梦. Papers leave the
/// space out, and so does a line that is wrapped there.
pub(super) fn second_role(word: &str) -> Option<usize> {
    if word.len() < 9 || chars::len(word) < 9 {
        return None;
    }
    let begins = |at: &usize| SECOND_ROLES.iter().any(|role| word[*at..].starts_with(role));
    let mut starts = word.char_indices().filter(|(_, c)| begins_second_role(*c)).map(|(at, _)| at).filter(begins);
    starts.find(|at| split_role(&word[..*at]).is_some_and(|(_, name)| is_name(name)))
}

/// Where a role begins behind the name or the half of a name that `before` leads up to, where a wrapped
/// line swallowed the space: `宋 佳通讯员`, `记者 宋佳通讯员`.
pub(super) fn role_behind_name(before: &str, word: &str) -> Option<usize> {
    let places = word.char_indices().take(4).skip(1).filter(|(_, c)| begins_second_role(*c));
    let at = places.map(|(at, _)| at).find(|at| SECOND_ROLES.iter().any(|role| word[*at..].starts_with(role)))?;
    let name = &word[..at];
    let half = || chars::len(before) == 1 && is_name(&[before, name].concat());
    (half() || ends_in_role(before) && is_name(name)).then_some(at)
}

/// Where the last role in a word ends.
fn role_end(word: &str) -> Option<usize> {
    let ends = word.char_indices().rev().filter(|(_, c)| ends_roles(*c)).map(|(at, c)| at + c.len_utf8());
    ends.into_iter().find(|end| ends_in_role(&word[..*end]))
}

/// A role is words of Han (`《环球人物》记者`, `本报特约评论员`), never a piece of a sentence.
fn role_like(role: &str) -> bool {
    let clean =
        role.chars().all(|c| chars::is_han(c) || c.is_ascii_alphanumeric() || matches!(c, '《' | '》' | '·' | '-'));
    let told = ['对', '向', '据', '从', '让', '与', '和', '问', '在', '是', '的', '了'];
    let clause = || role.contains(['作', '告']) && ["作者为", "作者系", "告诉"].iter().any(|word| role.contains(word));
    clean && ends_in_role(role) && !role.contains(told) && !clause()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_characters_are_listed() {
        assert!(SECOND_ROLES.iter().all(|role| role.starts_with(begins_second_role)));
    }
}
