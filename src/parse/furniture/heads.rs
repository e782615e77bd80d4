//! Heads of pages that do not say 版: a bare number, and the page's name by itself.
//!
//! ```text
//! 2021年7月2日 星期五        晚报        A3 港聞
//! A02                       08          2019年5月7日 星期二
//! 要闻                      社会
//! ```
//!
//! A number or two characters alone may be anything. Beside a masthead, a folio line or a line of the page's
//! makers they are the head they stand in.

use std::ops::Range;

use super::Piece;
use crate::{
    parse::{chars, lines::Unit, marks},
    press::{Folio, FurnitureKind},
};

/// Lines of a head at most.
const MOST: usize = 8;

/// Names that pages have in many papers. A page of another name is known by the lines on both its sides.
const NAMES: &[&str] = &[
    "头版",
    "要闻",
    "要聞",
    "综合",
    "綜合",
    "时政",
    "时事",
    "社会",
    "社會",
    "民生",
    "经济",
    "經濟",
    "财经",
    "財經",
    "国际",
    "國際",
    "国内",
    "国际国内",
    "本地",
    "本市",
    "区县",
    "县区",
    "地方",
    "港聞",
    "兩岸",
    "文化",
    "文体",
    "副刊",
    "体育",
    "體育",
    "教育",
    "健康",
    "科技",
    "法治",
    "政法",
    "评论",
    "理论",
    "旅游",
    "生活",
    "读书",
    "娱乐",
    "娛樂",
    "乡村",
    "三农",
    "农业",
    "专题",
    "专版",
    "特刊",
    "广告",
    "新闻",
    "天下",
    "综合新闻",
    "国际新闻",
    "国内新闻",
    "本地新闻",
    "社会新闻",
    "经济新闻",
    "时政新闻",
    "体育新闻",
    "文化新闻",
    "民生新闻",
];

/// A line of a head.
#[derive(Clone, Copy, PartialEq)]
enum Line {
    /// Furniture already.
    Known(usize),
    /// A page's number, and perhaps its name behind it.
    Number,
    /// What may be a page's name.
    Name,
    /// The day of the week by itself.
    Weekday,
}

/// Adds the bare numbers and names of heads to the furniture.
pub(super) fn bare(units: &[Unit<'_>], pieces: &mut Vec<Piece>) {
    let mut known = vec![None; units.len()];
    for (index, piece) in pieces.iter().enumerate() {
        let is_head = matches!(piece.kind, FurnitureKind::Masthead | FurnitureKind::Folio | FurnitureKind::Editors);
        piece.units.iter().filter(|_| is_head).for_each(|unit| known[*unit] = Some(index));
    }
    let line = |at: usize| match known[at] {
        Some(piece) => Some(Line::Known(piece)),
        None if units[at].glance.len > 9 => None,
        None if number(&units[at].text).is_some() => Some(Line::Number),
        None if !is_name(&units[at].text) => None,
        None if marks::weekday(&units[at].text) => Some(Line::Weekday),
        None => Some(Line::Name),
    };
    let mut at = 0;
    while at < units.len() {
        let lines: Vec<Line> = (at..units.len()).map_while(line).collect();
        if !lines.is_empty() && lines.len() <= MOST {
            head(units, at..at + lines.len(), &lines, pieces);
        }
        at += lines.len() + 1;
    }
}

/// Reads the lines of a head, which are blocks `at`.
fn head(units: &[Unit<'_>], at: Range<usize>, lines: &[Line], pieces: &mut Vec<Piece>) {
    let is_known = |line: &&Line| matches!(line, Line::Known(_));
    let whole = |line: &&Line| matches!(line, Line::Known(piece) if pieces[*piece].kind != FurnitureKind::Editors);
    let outermost = at.start == 0 || at.end == units.len();
    let is_head = lines.iter().any(|line| whole(&line)) || outermost && lines.iter().any(|line| is_known(&line));
    if !is_head {
        return;
    }
    let has_folio = |line: &&Line| matches!(line, Line::Known(piece) if pieces[*piece].folio.is_some());
    let mut folio =
        lines.iter().find(has_folio).and_then(|line| if let Line::Known(p) = line { Some(*p) } else { None });
    let mut numbers = (0..lines.len()).filter(|line| lines[*line] == Line::Number);
    let mut own = None;
    if let (None, Some(line), None) = (folio, numbers.next(), numbers.next()) {
        let unit = at.start + line;
        pieces.push(Piece { folio: number(&units[unit].text), ..Piece::new(FurnitureKind::Folio, vec![unit]) });
        (folio, own) = (Some(pieces.len() - 1), Some(line));
    }
    let weekdays = (0..lines.len()).filter(|line| lines[*line] == Line::Weekday);
    pieces.extend(weekdays.map(|line| Piece::new(FurnitureKind::Masthead, vec![at.start + line])));
    let Some(folio) = folio else { return };
    let Some((_, name @ None)) = &mut pieces[folio].folio else { return };
    let stands = |line: usize| matches!(lines.get(line), Some(Line::Known(_) | Line::Weekday)) || own == Some(line);
    let names = |line: &usize| {
        let between = line.checked_sub(1).is_some_and(stands) && stands(line + 1);
        let beside = line.checked_sub(1).is_some_and(stands) || stands(line + 1);
        lines[*line] == Line::Name && (between || beside && NAMES.contains(&&*tight(&units[at.start + line].text)))
    };
    if let Some(line) = (0..lines.len()).find(names) {
        *name = Some(tight(&units[at.start + line].text));
        pieces[folio].units.push(at.start + line);
        pieces[folio].units.sort_unstable();
    }
}

/// The page that a bare number names, with the letter of its part, and its name: `08`, `A02`, `A3 港聞`,
/// `要闻 03`.
fn number(text: &str) -> Option<(Folio, Option<String>)> {
    let (first, second) = text.split_once(chars::is_blank).unwrap_or((text, ""));
    let behind = first.starts_with(chars::is_han) && !second.is_empty();
    let (number, name) = if behind { (chars::trim(second), first) } else { (first, second) };
    let digits = number.trim_start_matches(|c| ('A'..='H').contains(&chars::narrow(c)));
    let whole = !digits.is_empty() && digits.chars().all(chars::is_digit) && chars::len(digits) <= 2;
    let lettered = chars::len(number) - chars::len(digits);
    let name = tight(name);
    let fits = whole && lettered <= 1 && (name.is_empty() || is_name(&name));
    let (folio, rest) = marks::page_number(number, true).filter(|_| fits)?;
    rest.is_empty().then_some((folio, Some(name).filter(|name| !name.is_empty())))
}

fn is_name(text: &str) -> bool {
    let name = tight(text);
    (2..=4).contains(&chars::len(&name)) && name.chars().all(chars::is_han)
}

/// A word without the spaces it is set with: 要　闻.
fn tight(text: &str) -> String {
    text.chars().filter(|c| !chars::is_blank(*c)).collect()
}
