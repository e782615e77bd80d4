//! How sentences begin: with a time, with a word that leads into a sentence. Headings seldom do.

use crate::parse::chars;

/// Starts with a word for a time: 近日, 昨晚.
pub(super) fn time_word(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "近日",
        "近期",
        "前不久",
        "今年以来",
        "日前",
        "昨日",
        "昨天",
        "昨晚",
        "今日",
        "今天",
        "今年",
        "去年",
        "连日来",
        "当前",
        "目前",
        "截至",
        "近年来",
        "眼下",
        "当日",
        "据悉",
        "据了解",
        "同时",
        "此外",
        "随后",
    ];
    // Few texts begin with the first character of one: the list is gone through for those alone.
    let may = text.starts_with(|c| {
        matches!(
            c,
            '近' | '前' | '今' | '日' | '昨' | '去' | '连' | '当' | '目' | '截' | '眼' | '据' | '同' | '此' | '随'
        )
    });
    may && WORDS.iter().any(|w| text.starts_with(w))
}

pub(super) fn time_start(text: &str) -> bool {
    if time_word(text) {
        return true;
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９'));
    rest.len() < text.len() && rest.starts_with(['月', '日', '年', '时', '点'])
}

/// Bytes in which the lead of a report tells its day, about twenty characters.
const LEAD: usize = 64;

/// Whether the first words of a paragraph tell a day, as the lead of a report does where no dateline
/// stands before it: `当地时间12日凌晨,…`, `市政府13日宣布…`, `近日,…`.
pub(in crate::parse) fn tells_day(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(LEAD)];
    let day = "日".as_bytes();
    let numbered = (1..head.len()).any(|at| head[at - 1].is_ascii_digit() && head[at..].starts_with(day));
    numbered || time_word(text)
}

/// Whether a text opens with an adverbial and a comma: `如今,…`, `对农户而言,…`, `在村口,…`.
pub(super) fn lead_comma(text: &str) -> bool {
    const ENDS: &[&str] = &["而言", "来说", "以来", "下来", "走来", "期间", "时间", "之际", "之后", "之前", "时"];
    let Some((lead, _)) = text.split_once([',', '，']) else { return false };
    let opens =
        || (opener(lead) || lead.starts_with('对')) && !chars::is_longer(lead, 8) && !lead.contains(chars::is_blank);
    ENDS.iter().any(|end| lead.ends_with(end)) || opens()
}

/// Words that open sentences.
const OPENERS: &[&str] = &[
    "在",
    "由于",
    "然而",
    "据",
    "当",
    "因",
    "随着",
    "为了",
    "自",
    "通过",
    "但",
    "而",
    "并",
    "还有",
    "这",
    "他",
    "她",
    "我",
    "有",
    "对此",
    "如今",
    "其中",
    "也",
    "不仅",
    "虽然",
    "如果",
    "记者",
    "每",
    "从",
    "作为",
    "为",
    "经过",
    "根据",
    "面对",
    "围绕",
    "不久前",
    "此次",
    "会议",
    "各位",
    "同志们",
    "尊敬的",
];

/// First characters of those words.
fn begins_opener(c: char) -> bool {
    matches!(
        c,
        '在' | '由'
            | '然'
            | '据'
            | '当'
            | '因'
            | '随'
            | '为'
            | '自'
            | '通'
            | '但'
            | '而'
            | '并'
            | '还'
            | '这'
            | '他'
            | '她'
            | '我'
            | '有'
            | '对'
            | '如'
            | '其'
            | '也'
            | '不'
            | '虽'
            | '记'
            | '每'
            | '从'
            | '作'
            | '经'
            | '根'
            | '面'
            | '围'
            | '此'
            | '会'
            | '各'
            | '同'
            | '尊'
    )
}

/// A line of a list without the mark before it: ◆截至目前,… starts as 截至目前,… does.
/// `first` is its first character.
pub(super) fn behind_mark(text: &str, first: char) -> &str {
    let mark = |c: char| chars::is_bullet(c) || chars::is_blank(c);
    if mark(first) { text.trim_start_matches(mark) } else { text }
}

/// Whether a text starts as sentences do and headings seldom do.
pub(in crate::parse) fn opener(text: &str) -> bool {
    text.chars().next().is_some_and(begins_opener) && OPENERS.iter().any(|o| text.starts_with(o)) || time_start(text)
}

/// Whether a text begins with the end of something. A line of nothing but dots is none: it parts.
pub(super) fn starts_with_stop(text: &str, first: char) -> bool {
    let stop = chars::is_comma(first) || chars::is_stop(first) || chars::is_closer(first);
    stop && !(first == '…' && text.chars().all(|c| c == '…'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_opener_begins_with_a_listed_character() {
        assert!(OPENERS.iter().all(|word| word.starts_with(begins_opener) && opener(word)));
        assert!(time_word("眼下") && time_start("7月1日") && !opener("湘江流淌"));
    }
}
