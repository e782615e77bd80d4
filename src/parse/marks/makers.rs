//! Lines of nothing but the page's makers: `编辑 黄 俊 版式 刘 芳`, `一审：张敏 二审：李强`, `视觉/李楠 校对/王芳`.
//! Unlike the standing openings of `editors`, they are known by all of their words: each is a task at the
//! paper or the name of who has it.

use crate::parse::{byline, chars};

/// Tasks of those who make a page. Who writes for it is called by none of them.
const PAGE_TASKS: &[&str] = &[
    "校对", "校检", "检校", "审校", "版式", "版面", "美编", "美术", "视觉", "组版", "排版", "一审", "二审", "三审",
    "初审", "复审", "终审", "编审", "审读", "责编", "责任", "本版",
];

/// Tasks of those who lead a paper; a list of guests has a 总编辑 李明, too, but no colon behind it.
const HEAD_TASKS: &[&str] = &["主编", "总编辑", "总编", "社长", "统筹", "监制", "编委", "值班", "审核", "签发"];

/// Tasks that writers have as well, and words that go with a task.
const OTHER_TASKS: &[&str] =
    &["编辑", "策划", "执行", "设计", "制图", "见习", "首席", "图片", "电子", "夜班", "本期", "主任", "副"];

/// Characters of the longest line of makers.
const LONGEST: usize = 70;

/// Whether a line names the page's makers and nobody else.
pub(super) fn makers(text: &str) -> bool {
    if !text.starts_with(begins_task) || chars::is_longer(text, LONGEST) {
        return false;
    }
    let parts =
        text.split(|c: char| chars::is_blank(c) || matches!(c, '：' | ':' | '/' | '／' | '|' | '、' | '，' | ','));
    let mut line = Line { tied: text.contains(['：', ':', '/', '／']), ..Line::default() };
    parts.filter(|part| !part.is_empty()).all(|part| line.take(part)) && line.is_over()
}

/// First characters of tasks.
fn begins_task(c: char) -> bool {
    let of_page = matches!(c, '校' | '检' | '审' | '版' | '美' | '视' | '组' | '排' | '初' | '复' | '终' | '编' | '签');
    let of_desk = matches!(c, '一' | '二' | '三' | '值' | '责' | '主' | '总' | '社' | '统' | '监' | '本');
    of_page || of_desk || matches!(c, '策' | '执' | '设' | '制' | '见' | '首' | '图' | '电' | '夜' | '副')
}

/// What was read of a line so far.
#[derive(Default)]
struct Line {
    /// Colons or strokes stand between tasks and names.
    tied: bool,
    /// A task of those who make pages was among them.
    of_page: bool,
    /// The last word was a task, and a name has to follow.
    owes_name: bool,
    /// Characters of a name that is spaced out.
    letters: String,
}

impl Line {
    /// Takes one word; whether it was a task, a name or both.
    fn take(&mut self, word: &str) -> bool {
        if word.len() == 3 && word.chars().all(chars::is_han) && word != "副" {
            self.letters.push_str(word);
            return true;
        }
        let (name, of_page) = self.behind_tasks(word);
        let has_task = name.len() < word.len();
        if has_task && !self.spell() {
            return false;
        }
        self.of_page |= of_page;
        self.owes_name = has_task && name.is_empty() || self.owes_name && !has_task && name.is_empty();
        name.is_empty() || self.spell() && byline::is_name(name)
    }

    /// Puts a spaced name together; whether what stood there is one.
    fn spell(&mut self) -> bool {
        let letters = std::mem::take(&mut self.letters);
        if letters.is_empty() {
            return true;
        }
        self.owes_name = false;
        byline::is_name(&letters) || !byline::in_a_row(&letters).is_empty()
    }

    /// What stands behind the tasks a word begins with (本版责任编辑, 校对李楠), and whether one of them tells
    /// that the line is the makers'.
    fn behind_tasks<'t>(&self, word: &'t str) -> (&'t str, bool) {
        let (mut rest, mut of_page) = (word, false);
        let first = |tasks: &[&str], text: &'t str| tasks.iter().find_map(|task| text.strip_prefix(task));
        loop {
            let page = first(PAGE_TASKS, rest).map(|next| (next, true));
            let head = || first(HEAD_TASKS, rest).map(|next| (next, self.tied));
            let other = || first(OTHER_TASKS, rest).map(|next| (next, false));
            let Some((next, tells)) = page.or_else(head).or_else(other) else { return (rest, of_page) };
            (rest, of_page) = (next, of_page || tells);
        }
    }

    fn is_over(&mut self) -> bool {
        self.spell() && self.of_page && !self.owes_name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_characters_are_listed() {
        assert!(PAGE_TASKS.iter().chain(HEAD_TASKS).chain(OTHER_TASKS).all(|task| task.starts_with(begins_task)));
    }

    #[test]
    fn lines_of_makers() {
        for line in [
            "编辑 黄 俊 版式 刘 芳",
            "一审：张敏 二审：李强 三审：王芳",
            "本版责任编辑：张敏",
            "见习编辑：张敏 美术编辑：李楠",
            "视觉/李楠 校对/王芳",
            "编辑张敏 校对李楠",
            "社长：王建军 总编辑：李明",
            "值班总编：王建军 值班编委：李明",
            "责编 李 晓 彤 美编 王 芳 校对 赵 明",
        ] {
            assert!(makers(line), "{line}");
        }
    }

    #[test]
    fn lines_that_writers_sign() {
        for line in [
            "编辑 张敏",
            "总编辑 王建军",
            "值班 王芳",
            "策划：张敏 执行：王芳",
            "统筹发展和安全",
            "校对人员走进课堂",
            "值班总编",
            "总编辑 王建军 记者 李明",
            "三审制度落地见效",
            "主编 寄语",
        ] {
            assert!(!makers(line), "{line}");
        }
    }
}
