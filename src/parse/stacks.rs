//! Headlines of three and more lines. The page decision knows a kicker, a title and a deck; where the last
//! line of a taller stack stands right above a signed lead, it takes that line for a headline of its own,
//! and leaves the lines above it without a text. Here they are put together:
//!
//! ```text
//! 我市召开教育工作会议
//! 办好人民满意的教育
//! 赵明出席并讲话
//! 　　本报讯（记者 王芳）……
//! ```
//!
//! Lists of headlines, each of which stands for a text elsewhere, stay as they are.

use super::{
    chars, dateline,
    draft::{self, Draft, Item},
    evidence,
    glance::Kinds,
    lines::Unit,
    marks,
    roles::Role,
};

/// Lines of the tallest headline.
const MOST: usize = 5;
/// Characters of the longest line of one.
const LONGEST: usize = 30;
/// Lines read as text that may be lines of a headline.
const LINES: usize = 2;

/// Puts lines that stand without a text above the article of the next headline to it.
pub(super) fn join(units: &[Unit<'_>], drafts: &mut Vec<Draft>) {
    let mut joined = false;
    for at in 1..drafts.len() {
        // One headline without a text may be a part of the next one; two in a row are a list.
        let is_list = at > 1 && has_no_text(&drafts[at - 2]) && !drafts[at - 2].is_empty();
        let [above, article] = &mut drafts[at - 1..=at] else { continue };
        if is_list || !may_be_lines(units, above) || !is_signed(units, article) {
            continue;
        }
        let mut lines = above.units();
        lines.extend(article.stack.iter().map(|(unit, _)| *unit));
        if lines.len() > MOST || lines.iter().any(|unit| units[*unit].glance.len > LONGEST) {
            continue;
        }
        lines.sort_unstable();
        let lead = article.items.iter().find(|item| !item.head).map_or("", |item| &item.text);
        article.stack = set(units, &lines, lead);
        *above = Draft::default();
        joined = true;
    }
    if joined {
        drafts.retain(|draft| !draft.is_empty());
    }
}

/// Whether a draft is a headline and nothing else.
fn has_no_text(draft: &Draft) -> bool {
    let lists = [&draft.bylines, &draft.credits, &draft.tails, &draft.jumps];
    draft.items.is_empty() && lists.iter().all(|list| list.is_empty())
}

/// Whether the lines of a draft may be the first ones of the next headline: no text, nobody who signs, no
/// name of a paper, a picture or a round-up, no list, no page to turn to.
fn may_be_lines(units: &[Unit<'_>], draft: &Draft) -> bool {
    let is_line = |item: &Item| {
        let open = !chars::ends_sentence(&item.text) && !item.glance.holds(Kinds::FULL_STOP);
        open && item.units.len() == 1 && !evidence::annex(&item.text)
    };
    let stands_alone = |unit: usize| {
        let text: &str = &units[unit].text;
        let named = evidence::document(text) || evidence::is_photo_title(text) || draft::is_digest(text);
        named || is_listed(text) || marks::guide_target(text).is_some()
    };
    let lists = [&draft.bylines, &draft.credits, &draft.tails, &draft.jumps];
    draft.column.is_none()
        && !draft.stack.is_empty()
        && draft.items.len() <= LINES
        && draft.items.iter().all(is_line)
        && lists.iter().all(|list| list.is_empty())
        && !draft.units().into_iter().any(stands_alone)
}

/// Whether a line is one of a numbered list: 4.汽车销售, 三、医疗.
fn is_listed(text: &str) -> bool {
    let digits = text.trim_start_matches(chars::is_digit);
    let numbered = digits.len() < text.len() && digits.starts_with(['.', '．', '、', '）', ')']);
    numbered || text.starts_with(is_numeral) && text.trim_start_matches(is_numeral).starts_with('、')
}

fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// Whether a draft is an article under a headline of its own that names who wrote it, or where, or begins as
/// reports do, with the day.
fn is_signed(units: &[Unit<'_>], draft: &Draft) -> bool {
    let lead = draft.items.iter().find(|item| !item.head).and_then(|item| item.units.first());
    let opens = |unit: &Unit<'_>| dateline::opens(unit) || evidence::tells_day(&unit.text);
    let signed = lead.is_some_and(|unit| !draft.bylines.is_empty() || opens(&units[*unit]));
    signed && draft.column.is_none() && !draft.stack.is_empty()
}

/// The roles of the lines of a headline. What leads into the next line (…——, …时强调) is the kicker, what a dash
/// opens the deck. Of what is left between, the middle is the title; two lines that a word of the text
/// bridges are one, and a line much shorter than the next leads into it.
fn set(units: &[Unit<'_>], lines: &[usize], lead: &str) -> Vec<(usize, Role)> {
    let text = |line: usize| -> &str { &units[lines[line]].text };
    let last = lines.len() - 1;
    let from = (0..last).rev().find(|line| leads_on(text(*line))).map_or(0, |line| line + 1);
    let deck = |line: &usize| text(*line).starts_with("——");
    let until = (from + 1..lines.len()).find(deck).unwrap_or(lines.len());
    let is_one = |line: usize| {
        let words = format!("{}{}", chars::tail(text(line), 2), chars::head(text(line + 1), 2));
        words.chars().all(chars::is_han) && lead.contains(&words)
    };
    let is_stub = |line: usize| {
        let length = |line: usize| units[lines[line]].glance.len;
        length(line) <= 8 && length(line + 1) >= 2 * length(line)
    };
    let title = match (from..until - 1).find(|line| is_one(*line)) {
        Some(first) => first..first + 2,
        None => {
            let middle = if from == 0 && until - from > 2 { from + 1 } else { from };
            let first = (middle..until).find(|line| line + 1 == until || !is_stub(*line)).unwrap_or(middle);
            first..first + 1
        }
    };
    let role = |line: usize| match line {
        _ if title.contains(&line) => Role::Title,
        _ if line < title.start => Role::Kicker,
        _ => Role::Deck,
    };
    (0..lines.len()).map(|line| (lines[line], role(line))).collect()
}

/// Whether a line leads into the next one.
fn leads_on(text: &str) -> bool {
    let says = ["强调", "指出", "要求", "表示"].iter().any(|word| text.ends_with(word));
    says || text.ends_with(['—', '―', '：', ':'])
}
