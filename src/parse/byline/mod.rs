//! Bylines: who wrote it, in all the forms papers print it.
//!
//! `全媒体记者/廖明 通讯员/肖合祥`, `■ 海南日报全媒体记者 林博新`, `本报记者  刘志强  韩  鑫`,
//! `文/本报记者 吴心怡 图/洋浦海事局`, `记者高剑飞、田莎`, `李支国`. A text is cut into words, each
//! word is a role, a name, or a role with a name behind it; anything else and the text is no
//! byline at all. Roles are kept as printed, a role holds for the names after it, and the two
//! halves of a spaced name are put together.

mod credit;
mod introduced;
mod names;
mod role;

use self::introduced::introduced;
use self::role::{ROLES, ends_in_role, ends_roles, is_work, name_and_work, role_behind_name, second_role, split_role};
pub(super) use self::{
    credit::{credit, own_paper},
    names::{in_a_row, is_body, is_name},
};
use super::{chars, glance::Kinds, lines::Unit};
use crate::press::Credit;

/// Characters of the longest byline.
const LONGEST: usize = 160;

/// How sure it is that a text is a byline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Bare names that any two words could be.
    Weak,
    /// A role or the byline mark ■ stands before them.
    Strong,
}

/// A byline as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Byline {
    pub(super) credits: Vec<Credit>,
    pub(super) strength: Strength,
    /// A post stands beside the name, or it is spaced out in three, as in lists: it signs only right under a
    /// headline.
    pub(super) listed: bool,
}

/// What one person did alone, as a word of its own.
const SHARED_WORK: &[&str] =
    &["文/图", "图/文", "文/圖", "文图", "图文", "文／图", "图／文", "文/摄", "摄/文", "文/摄影"];

/// What the bearers of the names before it did, as a word of its own: 海明威 著 李明 译.
const WORKS: &[&str] = &["著", "译", "文", "图", "摄", "绘", "撰", "编"];

/// Reads a block as a byline.
pub(super) fn of(unit: &Unit<'_>) -> Option<Byline> {
    let prose = Kinds::FULL_STOP.or(Kinds::STOP).or(Kinds::QUOTE).or(Kinds::STRAIGHT);
    if unit.glance.holds(prose) || unit.glance.len > LONGEST || is_heading(&unit.text) {
        return None;
    }
    read_short(&unit.text)
}

/// Whether a line of its own is a heading that begins with one who writes: 记者走读. A bare role with a
/// word behind it that is no name and nothing between them; in brackets behind a dateline (记者蹇清)
/// the same is one with a rare family name.
fn is_heading(text: &str) -> bool {
    let behind = ["记者", "記者", "编辑", "編輯", "作者"].iter().find_map(|role| text.strip_prefix(role));
    behind.is_some_and(|word| {
        (2..=4).contains(&chars::len(word)) && word.chars().all(chars::is_han) && !is_name(word) && !is_body(word)
    })
}

/// Reads a stand-alone byline, the text of a byline in brackets, or the names of a credit.
pub(super) fn read(text: &str) -> Option<Byline> {
    if chars::is_longer(text, LONGEST) { None } else { read_short(text) }
}

fn read_short(text: &str) -> Option<Byline> {
    let text = chars::trim(text);
    let bare = text.trim_start_matches(|c: char| chars::is_bullet(c) || chars::is_blank(c));
    let marked = bare.len() < text.len();
    let bare = bare.trim_start_matches(['—', '―', '-']).trim_start_matches(chars::is_blank);
    let bare = without_reported(without_place(bare));
    if bare.is_empty() || bare.contains(['。', '！', '？', '“', '”', '"', '!', '?']) {
        return None;
    }
    if let Some(name) = desk(bare) {
        let credits = vec![Credit { role: String::new(), name: name.to_owned() }];
        return Some(Byline { credits, strength: Strength::Strong, listed: false });
    }
    if let Some(byline) = beside_post(bare, marked) {
        return Some(byline);
    }
    if parts(bare).next().is_none_or(is_prose) {
        return None;
    }
    let words = words(bare);
    let mut reader = Reader::default();
    let mut i = 0;
    while i < words.len() {
        i += reader.take(&words[i..])?;
    }
    reader.finish(marked)
}

/// A byline without the place it was reported from, as papers of Taiwan print it: `記者周小舟／海城報導`.
fn without_place(text: &str) -> &str {
    let places = ["報導", "報道", "报导", "电", "電"];
    match text.rsplit_once(['／', '/']) {
        Some((names, place)) if chars::len(place) <= 8 && places.iter().any(|end| place.ends_with(end)) => names,
        _ => text,
    }
}

/// A byline without the word that it reports: `记者某某 通讯员某某报道`. 摄影报道 is a role.
fn without_reported(text: &str) -> &str {
    if !text.ends_with(['道', '导', '導']) {
        return text;
    }
    let names = ["报道", "报导", "報道", "報導"].iter().find_map(|end| text.strip_suffix(end));
    names.filter(|names| !names.ends_with(['影', '合', '文', '图', '/', '／'])).map_or(text, chars::trim)
}

/// A desk of the paper itself: 本报资料室, 本报编辑部, 本报采访组.
fn desk(text: &str) -> Option<&str> {
    const DESKS: &[&str] = &["资料室", "编辑部", "评论部", "编委会", "采访组", "报道组", "采写组", "调研组"];
    let own = text.starts_with("本报") || text.starts_with("本刊");
    (own && chars::len(text) <= 8 && DESKS.iter().any(|desk| text.ends_with(desk))).then_some(text)
}

/// Names whose place or post stands beside them; nobody but names stands there.
fn beside_post(text: &str, marked: bool) -> Option<Byline> {
    let found = introduced(text)?;
    let mut reader = Reader { role: found.post.to_owned(), ..Reader::default() };
    let strength = if marked { Strength::Strong } else { found.strength };
    if strength == Strength::Strong && found.post.is_empty() {
        // 契诃夫 has no family name to be known by.
        reader.name(found.names);
        return Some(Byline { credits: reader.credits, strength, listed: false });
    }
    let words = words(found.names);
    let mut i = 0;
    while i < words.len() {
        i += reader.take(&words[i..])?;
    }
    let plain = reader.roles == 0 && (1..=3).contains(&reader.credits.len());
    let named = plain && reader.credits.iter().all(|c| is_name(&c.name));
    named.then_some(Byline { credits: reader.credits, strength, listed: true })
}

#[derive(Default)]
struct Reader {
    role: String,
    credits: Vec<Credit>,
    roles: usize,
    odd: usize,
    /// A name was spaced out in three.
    threes: bool,
}

impl Reader {
    /// Takes one word, or the two halves of a spaced name; how many words it took. `None` when
    /// the word is neither role nor name.
    fn take(&mut self, words: &[&str]) -> Option<usize> {
        let word = words[0];
        if chars::len(word) == 1 {
            return self.spaced(words);
        }
        if SHARED_WORK.contains(&word) {
            // 文/图 本报记者 张三, 本报记者 张三 文/图: who it is follows or stood before.
            self.roles += 1;
            if self.credits.is_empty() {
                self.role = word.to_owned();
            }
            return Some(1);
        }
        if is_work(word) && !self.role.is_empty() {
            return None;
        }
        if is_name(word) && !ends_in_role(word) {
            self.name(word);
            return Some(1);
        }
        if let Some((name, role)) = name_and_work(word) {
            let known = std::mem::take(&mut self.role);
            // 本报记者 某某/文: the role before the name says more.
            self.role = if known.is_empty() { role.to_owned() } else { known.clone() };
            self.name(name);
            self.role = known;
            self.roles += 1;
            return Some(1);
        }
        if let Some((role, name)) = split_role(word) {
            self.role = role.to_owned();
            self.roles += 1;
            let name = name.trim_start_matches(['/', '／', '：', ':', '|']);
            if !name.is_empty() {
                return self.after_role(name, words);
            }
            return Some(1);
        }
        let known = self.roles > 0;
        if known && self.in_a_row(word) {
            return Some(1);
        }
        if known && (is_body(word) || (chars::len(word) <= 4 && word.chars().all(chars::is_han))) {
            self.odd += usize::from(!is_body(word));
            self.name(word);
            return Some(1);
        }
        None
    }

    /// A name that is spaced out, 韩  鑫 or 李 晓 彤, or what the bearers of the names before did: 王芳 文.
    fn spaced(&mut self, words: &[&str]) -> Option<usize> {
        let run = words.iter().take_while(|word| chars::len(word) == 1).count();
        // 文 is a family name as well.
        let works = |word: &str| WORKS.contains(&word);
        if works(words[0]) && (run == 1 || words[0] != "文") && self.credits.last().is_some_and(|c| c.role.is_empty())
        {
            self.credits.iter_mut().filter(|c| c.role.is_empty()).for_each(|c| c.role = words[0].to_owned());
            self.roles += 1;
            return Some(1);
        }
        let three = run == 3 && is_name(&words[..3].concat()) && !(self.roles > 0 && works(words[2]));
        self.threes |= three;
        let length = if three { 3 } else { 2 };
        let name = words[..run].get(..length)?.concat();
        self.name(&name);
        Some(length)
    }

    /// The name that stands right behind a role: `记者廖喜春`, and `本报记者李  鑫` in halves; 记者手记 is
    /// a heading.
    fn after_role(&mut self, name: &str, words: &[&str]) -> Option<usize> {
        if is_work(name) {
            return None;
        }
        if chars::len(name) == 1 {
            let second = words.get(1).filter(|w| chars::len(w) == 1)?;
            self.name(&format!("{name}{second}"));
            return Some(2);
        }
        if is_name(name) || is_body(name) || (chars::len(name) <= 4 && name.chars().all(chars::is_han)) {
            self.odd += usize::from(!is_name(name) && !is_body(name));
            self.name(name);
            return Some(1);
        }
        self.in_a_row(name).then_some(1)
    }

    /// Names with nothing between them: 记者杨依军孙楠.
    fn in_a_row(&mut self, word: &str) -> bool {
        let names = in_a_row(word);
        names.iter().for_each(|name| self.name(name));
        !names.is_empty()
    }

    fn name(&mut self, name: &str) {
        self.credits.push(Credit { role: self.role.clone(), name: name.to_owned() });
    }

    fn finish(self, marked: bool) -> Option<Byline> {
        let strong = self.roles > 0 || (marked && !self.credits.is_empty());
        let plausible = self.odd <= 1 + self.credits.len() / 2 && self.credits.len() <= 40;
        let named = self.roles > 0 || self.credits.iter().all(|c| is_name(&c.name));
        if !plausible || !named || (self.credits.is_empty() && self.roles == 0) {
            return None;
        }
        if !strong && self.credits.len() > 4 {
            return None;
        }
        let mut credits = self.credits;
        if credits.is_empty() {
            credits.push(outlet(&self.role)?);
        }
        let strength = if strong { Strength::Strong } else { Strength::Weak };
        Some(Byline { credits, strength, listed: self.threes && !strong })
    }
}

/// Who wrote it where a role stands alone: 新华社记者 names the agency, and 本报评论员 is a name in itself. A
/// role of anyone else is a piece of a sentence (两国元首共同会见记者).
fn outlet(role: &str) -> Option<Credit> {
    const GRADES: &[&str] = &["全媒体", "融媒体", "首席", "见习", "实习", "特约", "特派", "驻京", "摄影"];
    const ENDS: &[char] = &['报', '報', '网', '台', '社', '视', '刊', '闻', '端', '》'];
    let before = ROLES.iter().find_map(|end| role.strip_suffix(end))?;
    let body = GRADES.iter().find_map(|grade| before.strip_suffix(grade)).unwrap_or(before);
    if ["本报", "本報", "本刊", "本台", "本网"].contains(&body) {
        return Some(Credit { role: String::new(), name: role.to_owned() });
    }
    let known = is_body(body) || body.ends_with(ENDS) && (2..=12).contains(&chars::len(body));
    known.then(|| Credit { role: role[body.len()..].to_owned(), name: body.to_owned() })
}

/// Cuts at spaces and at the commas that stand between names.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| chars::is_blank(c) || matches!(c, '、' | '，' | ',' | '；' | ';' | '|'));
    parts.filter(|part| !part.is_empty())
}

/// Whether a part is neither a name nor a role for its length and the lack of what either would hold: so
/// most headlines are told from bylines by their first words.
fn is_prose(part: &str) -> bool {
    let tells = |c| ends_roles(c) || matches!(c, '·' | '•' | '・' | '/' | '／' | '：' | ':');
    part.chars().nth(4).is_some() && !part.contains(tells)
}

/// Cuts into parts, and where a second role follows a name with nothing between them; a stroke stays with
/// its role.
fn words(text: &str) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for mut word in parts(text) {
        if let Some(at) = out.last().and_then(|before| role_behind_name(before, word)) {
            out.push(&word[..at]);
            word = &word[at..];
        }
        while let Some(at) = second_role(word) {
            out.push(&word[..at]);
            word = &word[at..];
        }
        out.push(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let Some(byline) = read(text) else { return "-".into() };
        let names: Vec<String> = byline.credits.iter().map(|c| format!("{}:{}", c.role, c.name)).collect();
        names.join(" ")
    }

    #[test]
    fn forms_of_bylines() {
        assert_eq!(shown("全媒体记者/廖明 通讯员/肖合祥"), "全媒体记者:廖明 通讯员:肖合祥");
        assert_eq!(shown("株洲日报全媒体记者廖喜春 刘芳"), "株洲日报全媒体记者:廖喜春 株洲日报全媒体记者:刘芳");
        assert_eq!(shown("■ 海南日报全媒体记者 林博新"), "海南日报全媒体记者:林博新");
        assert_eq!(shown("本报记者  刘志强  邱超奕  韩  鑫"), "本报记者:刘志强 本报记者:邱超奕 本报记者:韩鑫");
        assert_eq!(shown("记者高剑飞、田莎"), "记者:高剑飞 记者:田莎");
        assert_eq!(shown("《环球人物》记者 高  塬"), "《环球人物》记者:高塬");
        assert_eq!(shown("李支国"), ":李支国");
        assert_eq!(shown("文/海南日报全媒体记者 吴心怡 图/洋浦海事局"), "海南日报全媒体记者:吴心怡 图:洋浦海事局");
        assert_eq!(shown("记者周晓梦通讯员彭怡、王赫"), "记者:周晓梦 通讯员:彭怡 通讯员:王赫");
        assert_eq!(shown("见习记者 宋 佳通讯员 付 强"), "见习记者:宋佳 通讯员:付强");
        assert_eq!(shown("记者 宋佳通讯员 付强"), "记者:宋佳 通讯员:付强");
        assert_eq!(shown("江城记者 宋佳"), "江城记者:宋佳");
        assert_eq!(shown("记者杨依军孙楠 邵艺博"), "记者:杨依军 记者:孙楠 记者:邵艺博");
        assert_eq!(shown("記者周小舟／海城報導"), "記者:周小舟");
        assert_eq!(shown("本报记者 张三 通讯员 李四 文/摄"), "本报记者:张三 通讯员:李四");
        assert_eq!(shown("记者张三 通讯员李四报道"), "记者:张三 通讯员:李四");
        assert_eq!(shown("张三/文 李四/摄"), "文:张三 摄:李四");
        assert_eq!(shown("本报记者 张三/文"), "本报记者:张三");
        assert_eq!(shown("采写：记者 张三 摄影：记者 李四"), "记者:张三 记者:李四");
        assert_eq!(shown("江城日报-江城网记者 张三"), "江城日报-江城网记者:张三");
        assert_eq!(shown("文/图 本报记者 张三"), "本报记者:张三");
        assert_eq!(shown("本报记者 张三 文/图"), "本报记者:张三");
        assert_eq!(shown("见习记者 梁昱坤 摄影 陈恒"), "见习记者:梁昱坤 摄影:陈恒");
    }

    #[test]
    fn writers_from_elsewhere() {
        assert_eq!(shown("[美]海明威"), ":海明威");
        assert_eq!(shown("[俄]契诃夫"), ":契诃夫");
        assert_eq!(shown("□王立民（退休教师）"), "退休教师:王立民");
        assert_eq!(shown("市委党校 肖 斌"), "市委党校:肖斌");
        assert_eq!(shown("李 晓 彤"), ":李晓彤");
        assert_eq!(shown("王芳 文 李明 图"), "文:王芳 图:李明");
        assert_eq!(shown("海明威 著 李 明 译"), "著:海明威 译:李明");
        assert_eq!(shown("李 文 王 图"), ":李文 :王图");
        assert_eq!(shown("口述：王芳 整理：李明"), "口述:王芳 整理:李明");
        assert_eq!(shown("本报采访组"), ":本报采访组");
    }

    #[test]
    fn roles_without_a_name() {
        assert_eq!(shown("新华社记者"), "记者:新华社");
        assert_eq!(shown("本报评论员"), ":本报评论员");
        assert_eq!(shown("本报见习记者"), ":本报见习记者");
        assert_eq!(shown("江城日报全媒体记者"), "全媒体记者:江城日报");
    }

    #[test]
    fn a_heading_is_told_from_a_rare_name_by_its_brackets() {
        assert_eq!(shown("记者蹇清"), "记者:蹇清");
        assert!(is_heading("记者走读") && !is_heading("记者周清") && !is_heading("本报记者蹇清"));
    }

    #[test]
    fn what_is_no_byline() {
        let asides = ["记者手记", "编辑手记", "记者观察", "记者点评", "作者简介", "记者 手记", "记者连线"];
        let others =
            ["守护青山常绿", "记者从国家能源局获悉", "记者问见第四版", "告别与出发", "周·见", "一张超薄铝箔怎样诞生"];
        let pieces = ["两国元首共同会见记者", "市长昨日会见外国记者", "首批城市观察员", "通讯员"];
        for text in [&asides[..], &others[..], &pieces[..]].concat() {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
