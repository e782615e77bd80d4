//! One printed page: blocks to articles and furniture, with the findings on the way.

use super::{
    assemble::{self, Frame},
    chars, dateline,
    draft::{self, Draft},
    evidence,
    furniture::Piece,
    grams::Grams,
    lines::{self, Matter, Unit},
    marks,
    repeats::{self, Cut},
    roles::{self, Choice, Role, Weights},
    stacks,
    threads::{self, Move},
    trace::{Fate, PageTrace, TraceBlock},
};
use crate::{
    diag::Diagnostic,
    press::{Article, Furniture},
    source::SourceText,
    taken::Taken,
};

/// A page as read, before it knows its date.
pub(super) struct Reading {
    pub(super) drafts: Vec<Draft>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The name of the paper where a dateline tells it.
    pub(super) paper: Option<String>,
    choices: Vec<Choice>,
    moves: Vec<Move>,
    cuts: Vec<Cut>,
    /// Blocks before which a character seems lost.
    lost: Vec<usize>,
}

/// Reads the blocks of one page; `content` are those that are not furniture. With `traced` it can be told
/// afterwards how.
pub(super) fn read(
    source: &SourceText,
    matter: &Matter<'_>,
    content: &[usize],
    weights: &Weights,
    traced: bool,
) -> Reading {
    let Matter { units, chars } = matter;
    let inked: Vec<Unit<'_>> = content.iter().map(|i| units[*i].clone()).collect();
    let tails = repeats::tails(&inked, chars);
    let facts = evidence::all(&inked, &tails.begins);
    let grams = Grams::of(&inked, chars, &tails.begins);
    let evidence = evidence::evidence(&inked, &facts, &grams);
    let choices = roles::decide(weights, &evidence, traced);
    let mut drafts = draft::group(units, content, &choices);
    let mut diagnostics = Vec::new();
    draft::digests(units, &mut drafts);
    stacks::join(units, &mut drafts);
    let cuts = repeats::cut(units, chars, &mut drafts, &grams, &tails);
    for cut in &cuts {
        diagnostics.push(report_cut(source, units, &mut drafts, cut));
    }
    let moves = threads::mend(units, &mut drafts, &grams);
    for one in &moves {
        diagnostics.push(report_move(source, units, &mut drafts, one));
    }
    let mut lost = Vec::new();
    for draft in &mut drafts {
        lost.extend(lost_characters(source, units, draft, &grams, &mut diagnostics));
    }
    drafts.retain(|d| !d.is_empty());
    let datelines = inked.iter().zip(&facts).filter(|(_, f)| f.dateline);
    let paper = datelines.map(|(u, _)| u).find_map(|u| dateline::paper_in(&u.text));
    Reading { drafts, diagnostics, paper, choices, moves, cuts, lost }
}

/// How a page was read.
pub(super) fn trace(units: &[Unit<'_>], content: &[usize], furniture: &[Piece], reading: &Reading) -> PageTrace {
    let Reading { drafts, choices, moves, cuts, lost, .. } = reading;
    let mut trace = fates(units, content, furniture, choices, drafts);
    mark(&mut trace, units, drafts, moves, cuts);
    for block in trace.blocks.iter_mut().filter(|b| lost.iter().any(|u| units[*u].first == b.first)) {
        block.lost_before = true;
    }
    trace
}

fn report_move(source: &SourceText, units: &[Unit<'_>], drafts: &mut [Draft], one: &Move) -> Diagnostic {
    let unit = &units[one.unit];
    let head: String = unit.text.chars().take(12).collect();
    if let Some(draft) = drafts.get_mut(one.to) {
        draft.uncertain.push(format!("“{head}……”起的部分印在下一篇之后，疑为串栏，已移回"));
    }
    let message = "from here on the text belongs to the article before; it was moved there";
    let sure = if one.margin > 40.0 { 90 } else { 70 };
    let width = unit.text.chars().take(12).map(char::len_utf8).sum::<usize>();
    Diagnostic::warning("interleaved", message).at(source.place(unit.start..unit.start + width)).confidence(sure)
}

fn report_cut(source: &SourceText, units: &[Unit<'_>], drafts: &mut [Draft], cut: &Cut) -> Diagnostic {
    let Some(draft) = drafts.get_mut(cut.draft) else {
        return Diagnostic::warning("repeated-text", "a repeated text was cut");
    };
    draft.uncertain.push(format!("段末与本版另一篇文字重复，疑为误接，已删去：“{}”", cut.text));
    let unit = draft.items.get(cut.item).and_then(|i| i.units.last()).map(|u| &units[*u]);
    let message = "the end of this paragraph repeats another article of the page and was cut";
    let diagnostic = Diagnostic::warning("repeated-text", message).confidence(85);
    match unit {
        Some(unit) => {
            let end = unit.start + unit.text.len();
            diagnostic.at(source.place(end.saturating_sub(cut.text.len()).max(unit.start)..end))
        }
        None => diagnostic,
    }
}

/// Flags a break where a character seems lost: `北` / `芯片研发`, where the page has 北斗 and
/// 斗芯片 but never 北芯. Nothing is guessed into the text. Gives the blocks behind such breaks.
fn lost_characters(
    source: &SourceText,
    units: &[Unit<'_>],
    draft: &mut Draft,
    grams: &Grams<'_>,
    out: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let (mut doubts, mut behind) = (Vec::new(), Vec::new());
    for pair in draft.items.iter().flat_map(|i| i.units.windows(2)) {
        let (a, b) = (&units[pair[0]], &units[pair[1]]);
        let (Some(x), Some(y)) = (a.text.chars().next_back(), b.text.chars().next()) else { continue };
        if !chars::is_han(x) || !chars::is_han(y) || grams.count(x, y) > 0 {
            continue;
        }
        let mut head = b.text.chars();
        // Particles come and go (总书记的重要讲话, 总书记重要讲话): nothing says that one is missing.
        let found = grams.between(x, [head.next(), head.next()]);
        let Some(lost) = found.filter(|c| !"的地得了在是和与及等".contains(*c)) else { continue };
        behind.push(pair[1]);
        let tail: String = last_chars(&a.text, 6);
        let head: String = b.text.chars().take(6).collect();
        doubts.push(format!("分栏处疑缺字：“{tail}□{head}”，本版他处作“{x}{lost}{y}”"));
        let message = format!("a character seems lost at this break: {x}□{y}; the page has {x}{lost}{y} elsewhere");
        let end = a.start + a.text.len();
        out.push(
            Diagnostic::warning("lost-character", message).at(source.place(end - x.len_utf8()..end)).confidence(70),
        );
    }
    draft.uncertain.append(&mut doubts);
    behind
}

fn last_chars(text: &str, count: usize) -> String {
    let from = text.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at);
    text[from..].to_owned()
}

fn fates(
    units: &[Unit<'_>],
    content: &[usize],
    furniture: &[Piece],
    choices: &[Choice],
    drafts: &[Draft],
) -> PageTrace {
    let mut fates: Vec<Option<TraceBlock>> = vec![None; units.len()];
    let block = |i: usize, fate: Fate| TraceBlock {
        first: units[i].first,
        last: units[i].last,
        text: units[i].text.to_string(),
        fate,
        joined: false,
        cut: String::new(),
        lost_before: false,
        moved: false,
    };
    for piece in furniture {
        piece.units.iter().for_each(|i| fates[*i] = Some(block(*i, Fate::Furniture(piece.kind))));
    }
    let mut positions = vec![0u32; units.len()];
    for (position, draft) in (1u32..).zip(drafts) {
        draft.units().into_iter().for_each(|u| positions[u] = position);
    }
    for (i, choice) in content.iter().zip(choices) {
        let (second, margin) = choice.second.unwrap_or((choice.role, 0.0));
        let fate = Fate::Article { position: positions[*i], role: choice.role, second, margin };
        fates[*i] = Some(block(*i, fate));
    }
    for unit in drafts.iter().flat_map(|d| &d.items).flat_map(|i| i.units.iter().skip(1)) {
        if let Some(block) = &mut fates[*unit] {
            block.joined = true;
        }
    }
    PageTrace { blocks: fates.into_iter().flatten().collect() }
}

/// Marks what was moved and what was cut.
fn mark(trace: &mut PageTrace, units: &[Unit<'_>], drafts: &[Draft], moves: &[Move], cuts: &[Cut]) {
    let find = |trace: &PageTrace, unit: usize| trace.blocks.iter().position(|b| b.first == units[unit].first);
    for one in moves {
        let moved: Vec<usize> = drafts[one.to].units().into_iter().filter(|u| *u >= one.unit).collect();
        for unit in moved {
            if let Some(at) = find(trace, unit) {
                trace.blocks[at].moved = true;
            }
        }
    }
    for cut in cuts {
        let unit = drafts.get(cut.draft).and_then(|d| d.items.get(cut.item)).and_then(|i| i.units.last());
        if let Some(at) = unit.and_then(|u| find(trace, *u)) {
            trace.blocks[at].cut.clone_from(&cut.text);
        }
    }
}

/// Makes the articles of a page.
pub(super) fn articles(units: &[Unit<'_>], drafts: Vec<Draft>, frame: &Frame<'_>) -> Vec<Article> {
    let mut taken = Taken::default();
    (1u32..).zip(drafts).map(|(position, draft)| assemble::article(units, draft, frame, position, &mut taken)).collect()
}

/// Makes the furniture of a page.
pub(super) fn furniture(units: &[Unit<'_>], pieces: &[Piece]) -> Vec<Furniture> {
    let one = |piece: &Piece| {
        let texts: Vec<&str> = piece.units.iter().map(|u| units[*u].text.as_ref()).collect();
        let lines = lines::ranges(units, &mut piece.units.clone());
        Furniture { kind: piece.kind, text: texts.join("\n"), lines, target: piece.target.clone() }
    };
    pieces.iter().map(one).collect()
}

/// What the articles leave to be said: bylines without articles, jump marks that cannot be read.
pub(super) fn findings(source: &SourceText, units: &[Unit<'_>], drafts: &[Draft]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for draft in drafts {
        let titled = draft.stack.iter().any(|(_, r)| matches!(r, Role::Title | Role::Kicker | Role::Deck));
        if let Some(unit) = draft.bylines.first().map(|u| &units[*u])
            && !titled
        {
            let message = "a byline stands here, but no headline above it was found";
            out.push(
                Diagnostic::warning("byline-alone", message)
                    .at(source.place(unit.start..unit.start + unit.text.len()))
                    .confidence(60),
            );
        }
        for unit in draft.units().into_iter().map(|u| &units[u]) {
            if let Some(mark) = marks::jump_of(unit)
                && mark.page.is_none()
            {
                let span = unit.start + mark.bytes.start..unit.start + mark.bytes.end;
                let message = "a jump mark stands here, but its page cannot be read";
                out.push(
                    Diagnostic::warning("jump-unreadable", message)
                        .at(source.place(span))
                        .hint("write it as 下转02版 or 上接01版"),
                );
            }
        }
    }
    out
}
