//! Evidence of what stands around a block: what the run of short blocks it opens ends in, whether
//! the article before it is over, which lines nearby look the same.

use super::{
    Evidence, Facts, Feature,
    openers::time_word,
    series::{SERIES, Shape, alike, alike_within},
};
use crate::parse::{byline::Strength, chars, grams::Grams, lines::Unit};

/// What the blocks after each block are, looked up from the end in one pass.
pub(super) struct Ahead {
    /// For each block, what the run of short blocks it opens ends in: a signed lead or byline,
    /// bare names, or nothing.
    signed: Vec<bool>,
    names: Vec<bool>,
    /// The same, in a paragraph whose first words tell a day.
    dated: Vec<bool>,
    /// A signature comes before the next signed headline.
    owes: Vec<bool>,
    /// Another one follows behind it, and no headline between: a second article stands inside the first.
    owes_two: Vec<bool>,
    /// One that names who wrote it.
    owes_names: Vec<bool>,
    run: Vec<u32>,
    /// Where two short lines stand above a text by themselves, and nobody signs it.
    pairs: Vec<usize>,
}

impl Ahead {
    /// `labels` are the lines whose label another one has, too: facts in a list, not headings.
    pub(super) fn of(facts: &[Facts], labels: &[bool]) -> Self {
        let n = facts.len();
        let mut out = Self {
            signed: vec![false; n],
            names: vec![false; n],
            dated: vec![false; n],
            owes: vec![false; n],
            owes_two: vec![false; n],
            owes_names: vec![false; n],
            run: vec![0; n],
            pairs: Vec::new(),
        };
        let (mut owes, mut names, mut two) = (false, false, false);
        for i in (0..n).rev() {
            let f = &facts[i];
            if let Some(next) = facts.get(i + 1)
                && f.short()
            {
                let passes = next.plain_short() && chain(&out.run, i + 1) < 4;
                out.signed[i] = next.signs() || (passes && out.signed[i + 1]);
                out.dated[i] = next.dated || (passes && out.dated[i + 1]);
                out.names[i] = next.byline == Some(Strength::Weak) || (passes && out.names[i + 1]);
            }
            out.run[i] = if f.line() { 1 + out.run.get(i + 1).copied().unwrap_or(0) } else { 0 };
            (out.owes[i], out.owes_two[i], out.owes_names[i]) = (owes, two, names);
            if f.closes {
                two = owes && facts.get(i + 1).is_some_and(Facts::goes_on);
                (owes, names) = (true, f.names_writer);
            } else if f.signs() {
                (owes, names, two) = (false, false, false);
            }
        }
        let is_pair = |i: &usize| {
            // Subheads have text above them.
            let above = i.checked_sub(1).is_none_or(|above| facts[above].plain_short() && !labels[above]);
            let line = |f: &Facts| f.plain_short() && f.len > 1 && (f.dash || !f.colon);
            let third = &facts[i + 2];
            let text = third.len > 44 || third.sentence || third.stop && !third.ask;
            !above && line(&facts[*i]) && line(&facts[i + 1]) && text && !out.signed[i + 1]
        };
        out.pairs = (0..n.saturating_sub(2)).filter(is_pair).collect();
        out
    }

    /// Whether block `i` is in a pair of lines and another pair is near.
    fn has_twin_pair(&self, i: usize) -> bool {
        let near = |other: &usize| *other != i && other.abs_diff(i) > 2 && other.abs_diff(i) <= PAIRS;
        let own = self.pairs.binary_search(&i).or_else(|_| self.pairs.binary_search(&i.wrapping_sub(1)));
        own.is_ok_and(|at| self.pairs[at.saturating_sub(1)..self.pairs.len().min(at + 2)].iter().any(near))
    }
}

/// How far another pair of lines is looked for, in blocks.
const PAIRS: usize = 40;

/// What the blocks before each block are, and the page as a whole.
pub(super) struct Behind {
    /// The article before opened with a dateline and is not closed yet.
    brief: Vec<bool>,
    /// The same for a byline of its own line.
    named: Vec<bool>,
    /// Characters since it opened, if it was seen to open.
    since: Vec<Option<usize>>,
    /// From 0 to 1: how surely no paragraph of this page is broken by a column.
    unbroken: f32,
}

/// Characters after which an article has begun.
const BEGUN: usize = 400;

impl Behind {
    pub(super) fn of(facts: &[Facts]) -> Self {
        let rows = || Vec::with_capacity(facts.len());
        let (mut brief, mut named, mut since) = (rows(), rows(), Vec::with_capacity(facts.len()));
        let (mut is_brief, mut is_named, mut length) = (false, false, None);
        for (i, f) in facts.iter().enumerate() {
            brief.push(is_brief);
            named.push(is_named);
            since.push(length);
            if f.signs() {
                (is_brief, is_named) = (f.dateline, !f.dateline);
                length = Some(0);
            }
            length = length.map(|l: usize| l + f.len);
            if f.closes || f.credit || f.jump_from {
                // Text right behind the signature of another article: the news before it goes on.
                is_brief &= f.closes && !f.dateline && facts.get(i + 1).is_some_and(Facts::goes_on);
                is_named = false;
                length = None;
            }
        }
        let texts = facts.iter().filter(|f| f.len > 44 && !f.jump_on);
        let (all, broken) = texts.fold((0u32, 0u32), |(all, broken), f| (all + 1, broken + u32::from(!f.ends())));
        let unbroken = if all < 6 { 0.0 } else { (1.0 - 12.0 * broken as f32 / all as f32).max(0.0) };
        Self { brief, named, since, unbroken }
    }

    fn young(&self, i: usize) -> Option<f32> {
        self.since[i].filter(|s| *s > 0 && *s < BEGUN).map(|s| 1.0 - s as f32 / BEGUN as f32)
    }
}

/// Whether a caption of one to three blocks follows and its credit.
fn photo_ahead(facts: &[Facts]) -> bool {
    let caption = facts.iter().take(3).take_while(|f| !f.credit && !f.signs() && !f.closes && f.len >= 12).count();
    caption > 0 && facts.get(caption).is_some_and(|f| f.credit)
}

/// So many blocks before and behind a line are looked through for it: more than an article has, and few
/// enough that a page of a hundred thousand lines takes its time in proportion.
const NEAR: usize = 48;

/// Whether a block stands inside another one: a word of the text is no pen name (`读书阅读角` with `阅读角`
/// as the second line of a heading).
fn is_word_of_text(units: &[Unit<'_>], i: usize) -> bool {
    let word = &units[i].text;
    let near = &units[i.saturating_sub(NEAR)..(i + NEAR).min(units.len())];
    near.iter().any(|u| u.text.len() > word.len() && u.text.contains(word.as_ref()))
}

/// Whether a line and the next one may be two lines of a headline.
fn two_lines(facts: &[Facts], i: usize) -> bool {
    let line = |f: &Facts| f.plain_short() && f.len >= 4;
    line(&facts[i]) && !facts[i].dash && facts.get(i + 1).is_some_and(line)
}

/// Blocks in which the words around the break of a headline are looked for.
const LEADS: usize = 6;

/// Whether the last two characters of a line and the first two of the next one stand together in the text
/// below: the headline was set in two lines (江城市部署北部山区 / 暴雨防御工作).
pub(super) fn is_one(units: &[Unit<'_>], facts: &[Facts], i: usize, grams: &Grams<'_>) -> bool {
    if !two_lines(facts, i) {
        return false;
    }
    let (line, next) = (&units[i].text, &units[i + 1].text);
    let (Some(a), Some(b)) = (line.chars().next_back(), next.chars().next()) else { return false };
    if !chars::is_han(a) || !chars::is_han(b) || grams.count(a, b) == 0 {
        return false;
    }
    let from = line.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    let words = format!("{}{}", &line[from..], chars::head(next, 2));
    words.chars().all(chars::is_han) && units[i + 2..].iter().take(LEADS).any(|u| u.text.contains(&words))
}

/// Whether a line holds a number: 12, or 三百 in papers that write numbers out; not 第四十.
fn has_figures(text: &str) -> bool {
    let numeral =
        |c| matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千' | '万');
    let (mut before, mut a) = (' ', ' ');
    for b in text.chars().chain([' ']) {
        if a.is_ascii_digit() || (numeral(a) && numeral(b) && before != '第') {
            return true;
        }
        (before, a) = (a, b);
    }
    false
}

/// Whether the line below tells figures and this one, which is no stub, none.
fn tells_more(units: &[Unit<'_>], facts: &[Facts], i: usize) -> bool {
    let figures = |i: usize| has_figures(&units[i].text);
    let stub = || facts[i].len <= 8 && facts[i + 1].len >= 2 * facts[i].len;
    two_lines(facts, i) && !stub() && !figures(i) && figures(i + 1)
}

fn chain(run: &[u32], i: usize) -> u32 {
    run.get(i).copied().unwrap_or(0)
}

pub(super) fn beside(
    units: &[Unit<'_>],
    facts: &[Facts],
    i: usize,
    around: (&Ahead, &Behind),
    (shapes, ones): (&[Option<Shape>], &[bool]),
    out: &mut Evidence,
) {
    let (ahead, behind) = around;
    let f = &facts[i];
    let next = facts.get(i + 1);
    let before = i.checked_sub(1).map(|p| &facts[p]);
    let say = |out: &mut Evidence, feature, held: bool| {
        if held {
            out.push((feature, 1.0));
        }
    };
    if f.len <= 60 {
        let run_start = (0..i.min(8)).take_while(|back| ahead.run[i - 1 - back] > 0).count();
        let run = u32::try_from(run_start).unwrap_or(0) + ahead.run[i];
        // The last line before running text is the headline of that text, not of the verse.
        let leads = ahead.run[i] == 1 && next.is_some_and(|n| n.sentence);
        say(out, Feature::Verse, ahead.run[i] > 0 && run >= 4 && !leads);
        say(out, Feature::SignedAhead, ahead.signed[i]);
        say(out, Feature::NamesAhead, ahead.names[i] && !ahead.signed[i]);
        say(out, Feature::DatedAhead, ahead.dated[i] && !ahead.signed[i]);
        say(out, Feature::PairSeries, ahead.has_twin_pair(i));
        say(out, Feature::JumpNext, f.short() && next.is_some_and(|n| n.jump_from));
        say(out, Feature::ShortAhead, next.is_some_and(Facts::short));
        say(out, Feature::TextAhead, next.is_some_and(|n| n.len > 44 || n.sentence));
        say(out, Feature::PartsAhead, next.is_some_and(|n| (n.parts && !f.parts) || (n.column_end && !f.column_end)));
        let goes_on = ahead.owes[i] && !ahead.signed[i] && before.is_some_and(|b| !b.closes && !b.credit);
        // An article with names under its headline is not signed with names once more.
        let loose = behind.brief[i] || behind.named[i] && ahead.owes_names[i];
        say(out, Feature::OwesTail, goes_on && !loose && !ahead.owes_two[i]);
        say(out, Feature::LooseTail, goes_on && loose);
        say(out, Feature::SignedNext, f.short() && next.is_some_and(Facts::signs));
        say(out, Feature::PhotoAhead, f.plain_short() && photo_ahead(&facts[i + 1..]));
        say(out, Feature::Stub, f.len <= 8 && next.is_some_and(|n| n.plain_short() && n.len >= 2 * f.len));
        let alone = f.plain_short() && before.is_none_or(|b| !b.plain_short());
        let pair = alone && next.is_some_and(Facts::plain_short) && facts.get(i + 2).is_none_or(|n| !n.plain_short());
        say(out, Feature::Rising, pair && next.is_some_and(|n| n.len >= f.len + 2));
        say(out, Feature::OneHeadline, ones[i]);
        say(out, Feature::SecondLine, i > 0 && ones[i - 1]);
        say(out, Feature::FiguresNext, tells_more(units, facts, i));
        say(out, Feature::FiguresHere, i > 0 && tells_more(units, facts, i - 1));
        say(out, Feature::ColonBehind, i > 0 && units[i - 1].text.ends_with(['：', ':']));
        let name = (2..=3).contains(&f.len) && units[i].text.chars().all(chars::is_han);
        let set = before.is_some_and(Facts::plain_short) && next.is_some_and(|n| n.len > 44 || n.sentence);
        let pen_name = name && set && !ahead.has_twin_pair(i) && (f.byline.is_some() || !is_word_of_text(units, i));
        say(out, Feature::NameShape, pen_name);
        say(out, Feature::NextTime, units.get(i + 1).is_some_and(|n| time_word(&n.text)));
        if let Some(young) = behind.young(i) {
            out.push((Feature::Young, young));
        }
        if behind.unbroken > 0.0 {
            out.push((Feature::Unbroken, behind.unbroken));
        }
        // The first line of a page is a headline: where nobody signs it, lines that look like it
        // may be headlines, too.
        let first = shapes[0].filter(|_| i > 0 && !ahead.signed[0]);
        let like_the_first = |own| first.is_some_and(|first| alike_within(own, first, 2));
        if let Some(own) = shapes[i]
            && !ahead.signed[i]
            && !like_the_first(own)
        {
            let near = i.saturating_sub(SERIES)..(i + SERIES).min(units.len());
            let twins = near
                .clone()
                .filter(|j| *j != i && !ahead.signed[*j])
                .filter(|j| shapes[*j].is_some_and(|s| alike(own, s)))
                .count();
            let paced = |j: usize| j != i && !ahead.signed[j] && shapes[j] == Some(own);
            say(out, Feature::Paced, matches!(own, Shape::Halves(..)) && near.clone().any(paced));
            match own {
                Shape::Plain(..) | Shape::Halves(..) if twins > 0 => {
                    out.push((Feature::Twins, twins.min(3) as f32 / 3.0))
                }
                _ => say(out, Feature::Series, twins > 0),
            }
        }
    }
    say(out, Feature::ClosedBehind, before.is_none_or(|b| b.stop || b.closes || b.credit));
    say(out, Feature::OpenBehind, before.is_some_and(|b| !(b.stop || b.closes || b.credit)));
    say(out, Feature::SignedBehind, before.is_none_or(|b| b.closes || b.credit || b.jump_on));
    say(out, Feature::Last, next.is_none());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_digits_or_written_out() {
        assert!(has_figures("接待游客12万人次") && has_figures("平民死伤二十余人"));
        assert!(!has_figures("第四十次会议召开") && !has_figures("一条山路") && !has_figures(""));
    }
}
