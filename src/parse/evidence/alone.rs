//! Evidence of a block by itself.

use super::{
    Evidence, Facts, Feature,
    forms::{
        ASIDES, PHOTO_TITLES, attribution, balanced, bare_word, column_name, date_line, document, enumerated,
        fact_line, list_name, slogan, speech_title,
    },
    openers::{behind_mark, lead_comma, starts_with_stop, time_start},
    wording::{coined, exhorts, half_clause, leans, says, whole_quote},
};
use crate::parse::{byline::Strength, chars, draft, european, glance::Kinds, lines::Unit};

/// Says what holds of one block whatever stands around it.
pub(super) fn alone(unit: &Unit<'_>, f: &Facts, out: &mut Evidence) {
    let (text, glance): (&str, _) = (&unit.text, &unit.glance);
    let size = match f.len {
        0..=3 => Feature::Tiny,
        4..=8 => Feature::Short,
        9..=16 => Feature::Headish,
        17..=26 => Feature::Long,
        27..=44 => Feature::Longer,
        45..=90 => Feature::Text,
        _ => Feature::Block,
    };
    out.push((size, 1.0));
    let last = text.chars().next_back();
    let ending = match last {
        _ if f.closes => None,
        _ if f.ask => Some(Feature::Ask),
        _ if f.stop => Some(Feature::Stop),
        _ if f.dash => Some(Feature::Dash),
        Some('：' | ':') => Some(Feature::Colon),
        Some(c) if chars::is_comma(c) => Some(Feature::Comma),
        _ => Some(Feature::Bare),
    };
    let first = text.chars().next().unwrap_or(' ');
    let small = f.len <= 60;
    let words = behind_mark(text, first);
    let parted = small && glance.holds(Kinds::BLANK.or(Kinds::INVISIBLE));
    // What no headline is for its stops need not be asked whether it is worded like one.
    let open = small && !f.sentence && !f.stop;
    let bare = if small { bare_word(text) } else { "" };
    let holds = [
        (Feature::Sentence, f.sentence),
        (Feature::Clauses, small && glance.commas >= 2),
        (Feature::Parts, f.parts),
        (Feature::Balanced, (parted || small && glance.commas == 1) && balanced(text)),
        (Feature::ColumnEnd, f.column_end),
        (Feature::DashStart, text.starts_with("——") || text.starts_with("――") || text.starts_with("--")),
        (Feature::PunctStart, starts_with_stop(text, first)),
        (Feature::Bullet, chars::is_bullet(first)),
        (Feature::Attribution, small && attribution(text)),
        (Feature::Opener, f.opener),
        (Feature::HalfClause, small && glance.commas == 1 && half_clause(text)),
        (Feature::Enumerated, enumerated(text)),
        (Feature::TimeStart, time_start(words)),
        (Feature::Quote, matches!(first, '“' | '"' | '「')),
        (Feature::OpenQuote, f.balance > 0),
        (Feature::LoneCloser, f.balance < 0),
        (Feature::Byline, f.byline == Some(Strength::Strong)),
        (Feature::Names, f.byline == Some(Strength::Weak)),
        (Feature::Dateline, f.dateline),
        (Feature::Signature, f.signature),
        (Feature::Closes, f.closes && !f.signature),
        (Feature::Credit, f.credit),
        (Feature::JumpOn, f.jump_on),
        (Feature::JumpFrom, f.jump_from),
        (Feature::ColumnName, small && column_name(unit, bare)),
        (Feature::Slogan, parted && slogan(text)),
        (Feature::PhotoTitle, PHOTO_TITLES.contains(&bare)),
        (Feature::Aside, ASIDES.contains(&bare)),
        (Feature::DateLine, small && date_line(text)),
        (Feature::Letter, f.len <= 3 && text.chars().all(|c| c.is_ascii_alphanumeric())),
        (Feature::Capitals, small && european::capitals(text)),
        (Feature::ListName, small && list_name(text)),
        (Feature::Digest, small && draft::is_digest(text)),
        (Feature::JumpLine, f.jump_line),
        (Feature::Document, small && (document(text) || speech_title(text))),
        (Feature::FactLine, open && glance.holds(Kinds::COLON) && fact_line(text)),
        (Feature::Leans, open && leans(text)),
        (Feature::Says, open && glance.commas > 0 && says(text)),
        (Feature::LeadComma, open && glance.commas > 0 && !f.dash && lead_comma(words)),
        (Feature::Exhorts, open && exhorts(text)),
        (Feature::Coined, open && glance.holds(Kinds::QUOTE) && coined(text)),
        (Feature::WholeQuote, small && glance.holds(Kinds::QUOTE) && whole_quote(text)),
        (Feature::EndsAnd, last == Some('暨') && small),
        (Feature::EditorsNote, bare == "编者按"),
        (Feature::Aim, small && matches!(first, '破' | '聚' | '围' | '立' | '直' | '紧') && aim(text)),
        (Feature::Speech, small && matches!(last, Some('调' | '出' | '求' | '示')) && speech(text)),
    ];
    out.extend(ending.map(|f| (f, 1.0)));
    out.extend(holds.into_iter().filter(|(_, held)| *held).map(|(f, _)| (f, 1.0)));
}

/// Opens with an aim, as slogans do.
fn aim(text: &str) -> bool {
    ["破解", "聚焦", "围绕", "立足", "直面", "紧盯"].iter().any(|word| text.starts_with(word))
}

/// Ends in a verb of saying.
fn speech(text: &str) -> bool {
    ["强调", "指出", "要求", "表示"].iter().any(|word| text.ends_with(word))
}
