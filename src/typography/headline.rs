//! Where a headline may break. A space printed in a Chinese headline is a phrase boundary, so
//! each phrase becomes a box that CSS keeps whole while it fits (`.phrase { display:
//! inline-block }`); a figure keeps its unit (`.nowrap { white-space: nowrap }`).
//!
//! Text and order of characters stay as they are: with the tags taken away, what is left is the
//! headline, escaped.

use super::context::is_foreign_letter;
use crate::escape;

/// Measure words and units that follow a figure, longer ones before their beginnings.
/// 十百千万亿 may stand between (`3万千瓦时` is 3, 万千, 瓦时).
const UNITS: [&str; 66] = [
    "立方米",
    "平方公里",
    "平方米",
    "公里",
    "公顷",
    "公斤",
    "厘米",
    "毫米",
    "瓦时",
    "瓦",
    "小时",
    "分钟",
    "个百分点",
    "人次",
    "美元",
    "欧元",
    "港元",
    "周年",
    "年",
    "月",
    "日",
    "号",
    "时",
    "点",
    "分",
    "秒",
    "天",
    "周",
    "岁",
    "元",
    "人",
    "个",
    "户",
    "家",
    "名",
    "位",
    "件",
    "项",
    "起",
    "场",
    "次",
    "倍",
    "亩",
    "吨",
    "米",
    "克",
    "升",
    "度",
    "辆",
    "台",
    "架",
    "艘",
    "条",
    "座",
    "所",
    "套",
    "只",
    "头",
    "株",
    "届",
    "期",
    "版",
    "℃",
    "%",
    "％",
    "‰",
];

/// A figure with its unit longer than this may break: a box must not be wider than a phone.
const LONGEST_FIGURE: usize = 14;

/// The headline as HTML: escaped, phrases and figures in spans where it has any.
///
/// Give it the text as it should be shown; it restores no punctuation.
///
/// ```
/// let html = zzsite::typography::headline_html("投资59.73亿元 全年建成");
/// assert_eq!(
///     html,
///     r#"<span class="phrase">投资<span class="nowrap">59.73亿元</span></span> <span class="phrase">全年建成</span>"#
/// );
/// ```
pub fn headline_html(text: &str) -> String {
    let parts = phrases(text);
    let several = parts.iter().filter(|(_, phrase)| !phrase.is_empty()).count() > 1;
    let mut out = String::with_capacity(text.len() * 2);
    for (space, phrase) in parts {
        out.push_str(space);
        if several && !phrase.is_empty() {
            out.push_str("<span class=\"phrase\">");
            figures(phrase, &mut out);
            out.push_str("</span>");
        } else {
            figures(phrase, &mut out);
        }
    }
    out
}

/// The text cut at its phrase boundaries, as the spaces before each phrase and the phrase.
/// A space between two foreign words or figures is no boundary (`GDP 2023`).
fn phrases(text: &str) -> Vec<(&str, &str)> {
    let foreign = |c: Option<char>| c.is_some_and(|c| is_foreign_letter(c) || c.is_ascii_digit());
    let mut parts = Vec::with_capacity(4);
    let (mut from, mut space, mut at) = (0, "", 0);
    while let Some(found) = next_space(&text[at..]) {
        let start = at + found;
        let rest = text[start..].trim_start();
        let end = text.len() - rest.len();
        at = end;
        if !(foreign(text[..start].chars().next_back()) && foreign(rest.chars().next())) {
            parts.push((space, &text[from..start]));
            (from, space) = (end, &text[start..end]);
        }
    }
    parts.push((space, &text[from..]));
    parts
}

/// Where the first white space begins. It is looked for by its first bytes: a headline is cut half a
/// dozen times.
fn next_space(text: &str) -> Option<usize> {
    let begins = |at: &usize| text[*at..].starts_with(char::is_whitespace);
    let may_begin = text.bytes().enumerate().filter(|(_, byte)| MAY_BEGIN_SPACE[usize::from(*byte)]);
    may_begin.map(|(at, _)| at).find(begins)
}

/// First bytes of white space.
const MAY_BEGIN_SPACE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8, b'\t'..=b'\r' | b' ' | 0xc2 | 0xe1..=0xe3);
        byte += 1;
    }
    table
};

/// Escapes a phrase into `out`, figures with their units in spans.
fn figures(phrase: &str, out: &mut String) {
    // Most phrases hold none.
    if escape::all_plain(phrase.as_bytes(), |byte| byte.is_ascii_digit()) {
        return escape::push(phrase, out);
    }
    let mut rest = phrase;
    while let Some(at) = rest.bytes().position(|byte| byte.is_ascii_digit()) {
        let (before, tail) = rest.split_at(at);
        escape::push(before, out);
        let (number, unit) = (number_len(tail), unit_len(&tail[number_len(tail)..]));
        let (figure, after) = tail.split_at(number + unit);
        if unit > 0 && figure.chars().count() <= LONGEST_FIGURE {
            out.push_str("<span class=\"nowrap\">");
            escape::push(figure, out);
            out.push_str("</span>");
        } else {
            escape::push(figure, out);
        }
        rest = after;
    }
    escape::push(rest, out);
}

/// Bytes of the number at the start: digits, with `.` `,` `:` between digits.
fn number_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let inner = |i: usize| bytes.get(i).is_some_and(|b| b".,:".contains(b)) && digit(i + 1);
    (0..).find(|i| !digit(*i) && !inner(*i)).unwrap_or_default()
}

/// Bytes of the unit at the start: multipliers, 余 or 多, then at most one measure word.
fn unit_len(text: &str) -> usize {
    let scaled = text.trim_start_matches(['十', '百', '千', '万', '亿', '余', '多']);
    let unit = UNITS.iter().find(|unit| scaled.starts_with(**unit)).map_or(0, |unit| unit.len());
    text.len() - scaled.len() + unit
}
