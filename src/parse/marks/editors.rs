//! Lines of the page's makers.

use super::makers::makers;
use crate::parse::chars;

/// Words that open lines of the page's makers.
const EDITORS: &[&str] = &[
    "本版责编",
    "本版编辑",
    "责任编辑",
    "责编",
    "責任編輯",
    "責編",
    "值班编辑",
    "新闻热线",
    "本报新闻热线",
    "本报热线",
    "爆料热线",
    "本版主编",
    "版式设计",
    "版式",
    "本期统筹",
    "本版统筹",
    "统筹",
    "美编",
    "本版邮箱",
    "本版电话",
    "投稿邮箱",
    "投稿信箱",
    "栏目投稿邮箱",
    "栏目邮箱",
    "制图",
    "本版制图",
    "本版AI绘图",
    "本版图片",
    "本版文字",
    "本版言论",
    "本版校对",
    "校对",
    "校检",
    "检校",
    "主编",
    "值班编委",
    "值班主任",
    "组版",
    "视觉设计",
    "本版美编",
    "电子邮箱",
    "责任校对",
    "本版组稿",
    "本版策划",
];

/// Lines of the page's makers and its standing notes: 本版责编：孟 扬 …, 版式设计：…, 投稿信箱：….
pub(in crate::parse) fn editors(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| chars::is_bullet(c) || chars::is_blank(c) || c == '(' || c == '（');
    if makers(text) {
        return true;
    }
    if !text.starts_with(begins_editors) {
        return false;
    }
    // 编辑 alone may be the role of one who wrote: a colon makes it the maker of the page.
    if ["编辑：", "编辑:", "編輯：", "編輯:"].iter().any(|open| text.starts_with(open)) {
        return chars::len(text) <= 70 && !text.contains('。');
    }
    let Some(open) = EDITORS.iter().filter(|o| text.starts_with(**o)).max_by_key(|o| o.len()) else { return false };
    let length = chars::len(text);
    let next = text[open.len()..].chars().next();
    let tied = matches!(next, Some('：' | ':' | '/' | '／' | '|')) || next.is_some_and(chars::is_blank);
    (tied && length <= 70) || (open.starts_with("本版") && length <= 40 && !chars::ends_sentence(text))
}

/// First characters of the words that open lines of the page's makers.
fn begins_editors(c: char) -> bool {
    let of_page = matches!(c, '本' | '责' | '責' | '编' | '編' | '值' | '版' | '统' | '美' | '主' | '组' | '视');
    of_page || matches!(c, '新' | '爆' | '投' | '栏' | '制' | '校' | '检' | '电')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_characters_are_listed() {
        assert!(EDITORS.iter().all(|open| open.starts_with(begins_editors)));
    }
}
