//! The wording of short lines: what tells half a sentence from a headline, and how headlines of comments
//! are put. Each function answers for one line alone.

use crate::parse::chars;

/// Words that lean on what follows them: prepositions, verbs that want an object, pronouns before their noun.
const LEANING: &[&str] = &[
    "成为",
    "身为",
    "作为",
    "认为",
    "称为",
    "跟着",
    "带着",
    "向着",
    "朝着",
    "本着",
    "伴着",
    "随着",
    "沿着",
    "有着",
    "通过",
    "以及",
    "对于",
    "关于",
    "为了",
    "根据",
    "按照",
    "就能",
    "才能",
    "不能",
    "也能",
    "能够",
    "可以",
    "已经",
    "正在",
    "将会",
    "还会",
    "就会",
    "也会",
    "不仅",
    "不但",
    "一个",
    "这个",
    "那个",
    "一批",
    "一些",
    "这些",
    "那些",
    "这样",
    "这一",
    "每个",
    "各个",
    "这",
    "该",
    "其",
    ",为",
    "，为",
    "开展了",
    "表明",
    "显示",
    "包括",
    "除了",
    "累计",
    "达到",
    "超过",
    "来自",
    "位于",
    "意味着",
    "就是",
    "正是",
    "也是",
    "还是",
    "都是",
    "只是",
    "仍是",
    "更是",
];

/// Whether a line ends in a word that leans on what follows: a column cut a sentence there.
pub(super) fn leans(text: &str) -> bool {
    // Most lines end in none of their last characters, which spares them fifty looks.
    let may = text.ends_with(|c| {
        matches!(
            c,
            '为' | '着'
                | '过'
                | '及'
                | '于'
                | '了'
                | '据'
                | '照'
                | '能'
                | '够'
                | '以'
                | '经'
                | '在'
                | '会'
                | '仅'
                | '但'
                | '个'
                | '批'
                | '些'
                | '样'
                | '一'
                | '这'
                | '该'
                | '其'
                | '明'
                | '示'
                | '括'
                | '计'
                | '到'
                | '自'
                | '是'
        )
    });
    may && LEANING.iter().any(|word| text.ends_with(word))
}

/// Whether somebody says something in a line: a verb of saying and a comma.
pub(super) fn says(text: &str) -> bool {
    const VERBS: &[&str] = &["表示", "认为", "指出", "强调", "介绍", "告诉记者", "说"];
    let said = |at: usize| {
        let clause = &text[..at];
        clause.ends_with(['示', '为', '出', '调', '绍', '者', '说']) && VERBS.iter().any(|verb| clause.ends_with(verb))
    };
    [',', '，'].into_iter().any(|comma| chars::places(text, 0, comma).any(said))
}

/// Characters in which a paragraph names who speaks.
const SPEAKER: usize = 17;

/// Whether the first clause of a text is somebody who says something: `分析人士认为,…`, `老周13日说,…`.
pub(super) fn speaks(text: &str) -> bool {
    const VERBS: &[&str] = &["表示", "认为", "指出", "强调", "介绍", "告诉记者", "说", "称"];
    let comma = text.char_indices().take(SPEAKER).find(|(_, c)| matches!(c, ',' | '，'));
    let clause = comma.map_or("", |(at, _)| &text[..at]);
    let may = clause.ends_with(['示', '为', '出', '调', '绍', '者', '说', '称']);
    may && clause.starts_with(chars::is_han)
        && clause.chars().nth(2).is_some()
        && VERBS.iter().any(|verb| clause.ends_with(verb))
}

/// Whether a line exhorts, as the titles of comments do.
pub(super) fn exhorts(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "莫让", "莫把", "别让", "别把", "勿让", "切莫", "切勿", "谨防", "警惕", "当心", "岂能", "岂容", "不妨", "何妨",
        "要让", "正视", "严防",
    ];
    let may = text.starts_with(['莫', '别', '勿', '切', '谨', '警', '当', '岂', '不', '何', '要', '正', '严']);
    may && STARTS.iter().any(|start| text.starts_with(start))
        || ["矣", "何在", "使不得", "要不得", "当止"].iter().any(|end| text.ends_with(end))
}

/// Whether a line holds a word of two to six characters in quotes, and more than it.
pub(super) fn coined(text: &str) -> bool {
    let inner = text.split_once('“').and_then(|(_, rest)| rest.split_once('”'));
    inner.is_some_and(|(word, rest)| {
        (2..=6).contains(&chars::len(word))
            && word.len() + '“'.len_utf8() + '”'.len_utf8() < text.len()
            && !rest.contains('。')
    })
}

/// Whether a line is one quote from end to end.
pub(super) fn whole_quote(text: &str) -> bool {
    let inner = text.strip_prefix('“').and_then(|rest| rest.strip_suffix('”'));
    inner.is_some_and(|inner| !inner.contains(['“', '”']))
}

/// A comma with a stump on one side: 在五指山,创作者们不仅惊 is the first part of a sentence.
pub(super) fn half_clause(text: &str) -> bool {
    let mut halves = text.split([',', '，']);
    match (halves.next(), halves.next(), halves.next()) {
        (Some(a), Some(b), None) => chars::len(a).abs_diff(chars::len(b)) >= 3,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_sentences_lean() {
        assert!(leans("如今,茶叶已成为") && leans("村里的老人们跟着") && !leans("让茶叶成为名片"));
        assert!(says("农户老周表示,今年雨水好") && !says("老周的表示与众不同"));
        assert!(LEANING.iter().all(|word| leans(word)));
        assert!(speaks("分析人士认为,雨水还会多") && speaks("老周13日说，路修好了") && !speaks("说,路修好了"));
    }

    #[test]
    fn how_headlines_are_put() {
        assert!(exhorts("莫让公园长椅成摆设") && exhorts("路灯不亮责任何在") && !exhorts("公园添了长椅"));
        assert!(coined("守住百姓“菜篮子”") && !coined("“让每一滴水都回家”"));
        assert!(whole_quote("“让每一滴水都回家”") && !whole_quote("“菜篮子”与“米袋子”"));
    }
}
