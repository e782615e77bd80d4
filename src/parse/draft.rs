//! From roles to drafts: which blocks make one article, and which of its blocks one paragraph.

use std::borrow::Cow;

use super::{chars, european, glance::Glance, lines::Unit, marks, roles::Choice, roles::Role};

/// A paragraph or a heading of a draft.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// A heading inside the article.
    pub(super) head: bool,
    /// Its blocks, in reading order.
    pub(super) units: Vec<usize>,
    /// Their texts joined with nothing between, but a space where two lines of a European text meet.
    pub(super) text: String,
    /// How many characters of them were cut off at the end.
    pub(super) cut: usize,
    /// What one look at them tells.
    pub(super) glance: Glance,
    /// Whether its last sentence was left open.
    pub(super) open: bool,
}

impl Item {
    pub(super) fn new(head: bool, index: usize, unit: &Unit<'_>, open: bool) -> Self {
        Self { head, units: vec![index], text: unit.text.to_string(), cut: 0, glance: unit.glance, open }
    }

    /// Adds text at its end.
    pub(super) fn push(&mut self, text: &str, glance: &Glance) {
        self.text.extend(european::meet_spaced(&self.text, text).then_some(' '));
        self.text.push_str(text);
        self.glance.add(glance);
    }

    /// Its characters, those included that were cut off.
    pub(super) fn letters<'c>(&self, units: &[Unit<'_>], chars: &'c [char]) -> Cow<'c, [char]> {
        let ranges = || self.units.iter().map(|u| &units[*u].chars);
        let in_a_row = self.units.windows(2).all(|u| units[u[0]].chars.end == units[u[1]].chars.start);
        match (in_a_row, ranges().next(), ranges().next_back()) {
            (true, Some(first), Some(last)) => Cow::Borrowed(&chars[first.start..last.end]),
            _ => Cow::Owned(ranges().flat_map(|range| &chars[range.clone()]).copied().collect()),
        }
    }
}

/// An article in the making: blocks by index into the page's units.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) column: Option<usize>,
    pub(super) stack: Vec<(usize, Role)>,
    pub(super) bylines: Vec<usize>,
    pub(super) items: Vec<Item>,
    pub(super) credits: Vec<usize>,
    pub(super) tails: Vec<usize>,
    pub(super) jumps: Vec<usize>,
    /// What the reader doubts, in words.
    pub(super) uncertain: Vec<String>,
}

impl Draft {
    /// All blocks of the draft.
    pub(super) fn units(&self) -> Vec<usize> {
        let parts = self.column.iter().chain(&self.bylines).chain(&self.credits).chain(&self.tails).chain(&self.jumps);
        let items = self.items.iter().flat_map(|i| &i.units);
        parts.chain(self.stack.iter().map(|(u, _)| u)).chain(items).copied().collect()
    }

    /// Whether it has no block, or has none any longer.
    pub(super) fn is_empty(&self) -> bool {
        !self.begun() && self.stack.is_empty() && self.column.is_none()
    }

    fn begun(&self) -> bool {
        let lists = [&self.bylines, &self.credits, &self.tails];
        !self.items.is_empty() || lists.iter().any(|list| !list.is_empty()) || !self.jumps.is_empty()
    }

    fn has_title(&self) -> bool {
        self.stack.iter().any(|(_, r)| *r == Role::Title)
    }

    /// Whether the headline ends in 暨, which joins two meetings: its other half is the next line.
    fn headline_goes_on(&self, units: &[Unit<'_>]) -> bool {
        let last = self.stack.last().filter(|_| !self.begun());
        last.is_some_and(|(unit, role)| *role == Role::Title && units[*unit].text.ends_with('暨'))
    }

    /// Nothing but 上接: the headline it continues comes below.
    fn is_jump(&self) -> bool {
        let others = [&self.bylines, &self.credits, &self.tails].iter().any(|list| !list.is_empty());
        let text = !self.items.is_empty() || !self.stack.is_empty() || self.column.is_some();
        !self.jumps.is_empty() && !others && !text
    }

    /// Whether a block in this role opens another article after this one.
    fn ends_before(&self, role: Role) -> bool {
        match role {
            _ if self.is_jump() => false,
            Role::Column => self.begun() || !self.stack.is_empty() || self.column.is_some(),
            Role::Kicker => self.begun(),
            Role::Title => self.begun() || self.has_title(),
            _ => false,
        }
    }

    fn take(&mut self, index: usize, role: Role, unit: &Unit<'_>) {
        match role {
            Role::Column => self.column = Some(index),
            Role::Kicker | Role::Title | Role::Deck => self.stack.push((index, role)),
            Role::Byline => self.bylines.push(index),
            Role::Credit => self.credits.push(index),
            Role::Tail => self.tails.push(index),
            Role::Jump if marks::jump_of(unit).is_none_or(|j| unit.text.len() - j.bytes.len() <= 6) => {
                self.jumps.push(index);
            }
            Role::Jump => self.paragraph(index, Role::Body, unit),
            Role::Subhead => self.items.push(Item::new(true, index, unit, false)),
            Role::Body | Role::Open | Role::Cont | Role::ContOpen => self.paragraph(index, role, unit),
        }
    }

    fn paragraph(&mut self, index: usize, role: Role, unit: &Unit<'_>) {
        match self.items.last_mut() {
            Some(item) if role.is_cont() && item.open => {
                item.units.push(index);
                item.push(&unit.text, &unit.glance);
                item.open = role.is_open();
            }
            _ => self.items.push(Item::new(false, index, unit, role.is_open())),
        }
    }
}

/// Groups the blocks `content` (ascending) into drafts by their roles.
pub(super) fn group(units: &[Unit<'_>], content: &[usize], choices: &[Choice]) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    let mut draft = Draft::default();
    for (index, choice) in content.iter().zip(choices) {
        let goes_on = choice.role == Role::Title && draft.headline_goes_on(units);
        let role = if goes_on { Role::Deck } else { choice.role };
        if draft.ends_before(role) {
            out.push(std::mem::take(&mut draft));
        }
        draft.take(*index, role, &units[*index]);
    }
    if !draft.is_empty() {
        out.push(draft);
    }
    out
}

/// Names of round-ups: their items are parts of one piece.
const DIGESTS: &[&str] = &["扫描", "简讯", "速览", "快讯", "集锦", "短波", "简报", "速递", "一览", "速读", "快览"];

/// Whether a line is the name of a round-up (环球扫描).
pub(super) fn is_digest(text: &str) -> bool {
    text.len() <= 32 && text.chars().count() <= 8 && DIGESTS.iter().any(|d| text.ends_with(d))
}

/// Puts round-ups together: under such a name, each item is a heading and its text, as long as the
/// items open with a dateline of their own.
pub(super) fn digests(units: &[Unit<'_>], drafts: &mut Vec<Draft>) {
    let mut at = 0;
    while at < drafts.len() {
        // A round-up of marked items (▲…) has no headlines: those below it open articles.
        let marked = drafts[at].items.iter().any(|i| !i.head && i.text.starts_with(chars::is_bullet));
        if named(units, &drafts[at]) && !marked {
            let end = (at + 1..drafts.len()).find(|i| !is_item(&drafts[*i])).unwrap_or(drafts.len());
            let opens = drafts[at].stack.len() == 1 || is_item(&drafts[at]);
            if opens && (end > at + 1 || drafts[at].items.iter().filter(|i| i.head).count() >= 2) {
                let items: Vec<Draft> = drafts.drain(at + 1..end).collect();
                let head = &mut drafts[at];
                let rest = head.stack.split_off(head.stack.len().min(1));
                head.column.take().into_iter().for_each(|c| head.stack.insert(0, (c, Role::Title)));
                head.stack.iter_mut().for_each(|line| line.1 = Role::Title);
                let first = rest.into_iter().map(|(u, _)| heading(units, u));
                let own = std::mem::take(&mut head.items);
                head.items = first.chain(own).collect();
                items.into_iter().for_each(|item| absorb(units, head, item));
            }
        }
        at += 1;
    }
}

fn named(units: &[Unit<'_>], draft: &Draft) -> bool {
    let first = draft.column.or(draft.stack.first().map(|(u, _)| *u));
    first.is_some_and(|u| is_digest(&units[u].text)) && draft.bylines.is_empty()
}

fn is_item(draft: &Draft) -> bool {
    let plain = draft.column.is_none() && draft.bylines.is_empty() && !draft.stack.is_empty();
    let lead = draft.items.iter().find(|i| !i.head);
    plain && lead.is_some_and(|i| super::dateline::is_dated(&i.text))
}

fn heading(units: &[Unit<'_>], unit: usize) -> Item {
    Item::new(true, unit, &units[unit], false)
}

fn absorb(units: &[Unit<'_>], head: &mut Draft, item: Draft) {
    head.items.extend(item.stack.iter().map(|(u, _)| heading(units, *u)));
    head.items.extend(item.items);
    head.credits.extend(item.credits);
    head.tails.extend(item.tails);
    head.jumps.extend(item.jumps);
}
