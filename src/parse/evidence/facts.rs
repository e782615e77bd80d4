//! What is known of one block by itself: its length, how it begins and ends, and whether it
//! reads as a byline, a dateline, a signature, a credit or a jump mark. Found out once for each
//! block; everything else in this folder looks here.

use super::{
    forms::annex,
    openers::{behind_mark, opener, tells_day},
};
use crate::parse::{
    byline::{self, Strength},
    chars, dateline,
    glance::Kinds,
    lines::Unit,
    marks, signed,
};

/// What is known of one block by itself.
#[derive(Debug, Clone, Default)]
pub(in crate::parse) struct Facts {
    pub(in crate::parse) len: usize,
    pub(in crate::parse) stop: bool,
    pub(in crate::parse) sentence: bool,
    pub(in crate::parse) byline: Option<Strength>,
    /// The byline is set as the names of lists are.
    listed: bool,
    pub(in crate::parse) dateline: bool,
    pub(in crate::parse) signature: bool,
    pub(in crate::parse) closes: bool,
    /// Ends in a dateline with who wrote it: （新华社北京7月7日电 记者…）.
    pub(in crate::parse) names_writer: bool,
    pub(in crate::parse) credit: bool,
    pub(in crate::parse) jump_on: bool,
    pub(in crate::parse) jump_from: bool,
    pub(in crate::parse) parts: bool,
    pub(in crate::parse) column_end: bool,
    pub(in crate::parse) balance: i32,
    pub(in crate::parse) ask: bool,
    pub(in crate::parse) dash: bool,
    pub(in crate::parse) fresh: bool,
    /// Its first words tell a day (7月13日, 12日凌晨, 近日); asked only of a paragraph below a short block.
    pub(in crate::parse) dated: bool,
    /// Starts as sentences do and headings do not.
    pub(in crate::parse) opener: bool,
    /// Is nothing but a jump mark.
    pub(in crate::parse) jump_line: bool,
    /// Ends in a colon or a semicolon: a list or a speech follows.
    pub(in crate::parse) colon: bool,
}

impl Facts {
    /// Short enough for a headline or one of its companions, and no sentence.
    pub(in crate::parse) fn short(&self) -> bool {
        self.len <= 60 && !self.sentence && !self.closes && !self.dateline
    }

    /// Ends as a paragraph may end.
    pub(super) fn ends(&self) -> bool {
        self.stop || self.closes || self.credit || self.colon
    }

    /// A line of verse, of a list, of a talk.
    pub(super) fn line(&self) -> bool {
        self.len <= 24 && !self.closes && !self.dateline && self.byline.is_none() && !self.credit && !self.jump_from
    }

    pub(super) fn plain_short(&self) -> bool {
        self.short() && self.byline.is_none() && !self.credit && !self.jump_from && (!self.stop || self.ask)
    }

    /// Running text that nothing opens.
    pub(super) fn goes_on(&self) -> bool {
        (self.len > 44 || self.sentence) && !self.signs() && !self.jump_from
    }

    /// Opens an article's text: a dateline, or a byline of its own line.
    pub(in crate::parse) fn signs(&self) -> bool {
        self.dateline || self.byline == Some(Strength::Strong)
    }
}

/// Looks at all blocks. A name and a date below it sign a notice: 江城市自来水有限责任公司 / 2024年3月6日.
/// A byline right above a photo credit, with running text above it, is the
/// credit's first line: 本报记者 某某 / 通讯员 某某 摄.
/// `tails` are where their repeated tails begin.
pub(in crate::parse) fn all(units: &[Unit<'_>], tails: &[usize]) -> Vec<Facts> {
    let mut out: Vec<Facts> = units.iter().zip(tails).map(|(u, tail)| facts(u, *tail)).collect();
    for i in 1..out.len() {
        // （胡芳） of its own line signs the text above it, as it does behind the last full stop.
        let small = out[i].len <= 14 && units[i].glance.holds(Kinds::ROUND_CLOSER);
        if small && out[i - 1].sentence && out[i - 1].stop && dateline::names_alone(&units[i].text) {
            (out[i].signature, out[i].closes, out[i].byline) = (true, true, None);
        }
        out[i].dated = out[i].len > 30 && out[i - 1].short() && tells_day(&units[i].text);
        if let Some(lines) = signed::signature(units, i) {
            for line in &mut out[lines] {
                *line = Facts { signature: true, closes: true, byline: None, credit: false, ..line.clone() };
            }
        }
    }
    lists(&mut out);
    for i in 1..out.len().saturating_sub(1) {
        if out[i].byline == Some(Strength::Strong) && out[i + 1].credit && out[i - 1].sentence {
            out[i].byline = None;
            out[i].credit = true;
        }
    }
    out
}

/// A name with its post (王芳（市第一中学）, 县委书记 李明) or in three letters (李 晓 彤) signs between a headline and a text; others like it
/// around it, or no headline above, and it is of a list.
fn lists(facts: &mut [Facts]) {
    let listed: Vec<usize> = (0..facts.len()).filter(|i| facts[*i].listed).collect();
    for i in listed {
        let below_headline = i > 0 && facts[i - 1].plain_short() && !facts[i - 1].listed && !facts[i - 1].colon;
        let above_text = facts.get(i + 1).is_some_and(|next| next.len > RUNNING || next.sentence);
        if !below_headline || !above_text {
            facts[i].byline = None;
        }
    }
}

/// Characters of a block that is running text.
const RUNNING: usize = 30;

/// Looks at one block, whose repeated tail begins at byte `tail`. What a block cannot be for lack of
/// the characters it would need is not tried.
fn facts(unit: &Unit<'_>, tail: usize) -> Facts {
    let (text, glance): (&str, _) = (&unit.text, &unit.glance);
    let own = &text[..tail];
    let len = glance.len;
    let small = len <= 160;
    let jump = marks::jump_of(unit);
    let jump_on = jump.as_ref().is_some_and(|j| j.way == marks::Jump::On);
    let core = match &jump {
        Some(j) if jump_on => text[..j.bytes.start].trim_end(),
        _ => text,
    };
    let last = core.chars().next_back();
    let full_stop = glance.holds(Kinds::FULL_STOP);
    // What is appended is named in the text, however short the line is.
    let annex = annex(text);
    let sentence = full_stop && (!jump_on || core.contains('。')) || annex;
    // Neither that line nor a day by itself goes on in the next one.
    let whole =
        annex || len <= 24 && (glance.holds(Kinds::YEAR) || text.starts_with(chars::is_digit)) && marks::is_date(text);
    let opener = opener(behind_mark(text, text.chars().next().unwrap_or(' ')));
    let bracketed = glance.holds(Kinds::ROUND_CLOSER);
    let credit = small && !full_stop && glance.holds(Kinds::PHOTO) && byline::credit(text).is_some();
    let byline = if small && !credit { byline::of(unit) } else { None };
    let closes = bracketed
        && (dateline::closes_article(own.trim_end()) || glance.holds(Kinds::WIRE) && dateline::closes_inside(text));
    Facts {
        len,
        stop: chars::ends_sentence(core) || whole || sentence && caption_end(core),
        sentence,
        listed: byline.as_ref().is_some_and(|byline| byline.listed),
        byline: byline.map(|byline| byline.strength),
        dateline: dateline::opens(unit),
        signature: small && bracketed && !credit && dateline::signature(text),
        closes,
        names_writer: closes && names_writer(own),
        credit,
        jump_on,
        jump_line: jump.as_ref().is_some_and(|j| text.len() - j.bytes.len() <= 6),
        jump_from: jump.as_ref().is_some_and(|j| j.way == marks::Jump::From),
        parts: len <= 80 && glance.holds(Kinds::BLANK.or(Kinds::INVISIBLE)) && has_parts(text),
        column_end: len <= 60 && bracketed && !full_stop && column_end(text),
        balance: match len {
            0..=4000 if jump_on => chars::balance(core),
            0..=4000 => glance.balance,
            _ => 0,
        },
        ask: matches!(last, Some('？' | '?' | '！' | '!')) || (core.ends_with(['”', '’']) && !sentence),
        dash: matches!(last, Some('—' | '―' | '-' | '─')),
        colon: matches!(last, Some('：' | ':' | '；' | ';' | '—')),
        opener,
        dated: false,
        fresh: opener || year(text) || text.starts_with(['“', '‘', '「', '■', '◆', '●', '★']),
    }
}

/// Whether the signature at the end of a text is a dateline with who wrote it. （本报记者某某参与采写）
/// stands below other names and is none.
fn names_writer(text: &str) -> bool {
    let wired = |inner: &str| inner.contains(['电', '電', '讯', '訊']);
    chars::bracket_end(text.trim_end()).is_some_and(|(_, inner)| inner.contains("记者") && wired(inner))
}

/// Ends as captions do, in the credit behind the last sentence: `…搜救。新华社/法新`, `…。王明 摄`.
fn caption_end(text: &str) -> bool {
    let Some(at) = text.rfind('。') else { return false };
    let rest = text[at + '。'.len_utf8()..].trim();
    let agency = ["新华社", "中新社", "本报"].iter().any(|a| rest.starts_with(a));
    rest.len() <= 60 && !rest.is_empty() && (byline::credit(rest).is_some() || (agency && chars::len(rest) <= 10))
}

/// Starts with a year: 2026江城读书节.
fn year(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && (text.starts_with("20") || text.starts_with("19"))
}

fn has_parts(text: &str) -> bool {
    let parts = || text.split(chars::is_blank).filter(|part| !part.is_empty());
    parts().nth(1).is_some() && parts().all(|part| chars::is_longer(part, 3))
}

/// Of a text without a full stop: whether it ends in a column's name in brackets.
fn column_end(text: &str) -> bool {
    let Some((before, inner)) = chars::bracket_end(text) else { return false };
    let length = chars::len(inner);
    chars::len(before) >= 6 && (2..=24).contains(&length) && !dateline::closes_article(text)
}
