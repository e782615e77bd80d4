//! What goes to its own fields: names, datelines, jump marks and signatures are taken out of the lines
//! they stand in, character for character; what cannot be read stays where it is printed.

use crate::{
    parse::{
        byline, chars, dateline,
        draft::{self, Draft},
        glance::{Glance, Kinds},
        lines::Unit,
        marks,
    },
    press::{Credit, Folio},
};

/// More people than these sign no article: what names more is a list, whose lines stay in the text.
const PEOPLE: usize = 100;

/// A part of the body in the making.
pub(super) struct Piece {
    pub(super) head: bool,
    pub(super) text: String,
    /// What one look at the text told, before marks were taken off it.
    glance: Glance,
}

impl Piece {
    /// A line that stays as it is printed.
    fn line(unit: &Unit<'_>) -> Self {
        Self { head: false, text: unit.text.to_string(), glance: unit.glance }
    }
}

pub(super) struct Parts {
    pub(super) pieces: Vec<Piece>,
    pub(super) byline: Vec<Credit>,
    pub(super) dateline: Option<String>,
    pub(super) on: Option<Folio>,
    pub(super) from: Option<Folio>,
    pub(super) photo: bool,
}

impl Parts {
    pub(super) fn of(items: Vec<draft::Item>) -> Self {
        let pieces = items.into_iter().map(|i| Piece { head: i.head, glance: i.glance, text: i.text }).collect();
        Self { pieces, byline: Vec::new(), dateline: None, on: None, from: None, photo: false }
    }

    /// Takes the jump marks off the first and the last paragraph, and those of their own line.
    pub(super) fn jumps(&mut self, units: &[Unit<'_>], draft: &Draft) {
        for unit in &draft.jumps {
            if let Some(mark) = marks::jump(&units[*unit].text) {
                self.jump(&mark);
            }
        }
        for piece in &mut self.pieces {
            if !piece.glance.holds(Kinds::TURN.or(Kinds::JOIN)) {
                continue;
            }
            let Some(mark) = marks::jump(&piece.text) else { continue };
            piece.text.replace_range(mark.bytes.clone(), "");
            let trimmed = chars::trim(&piece.text).len();
            if trimmed < piece.text.len() {
                piece.text = chars::trim(&piece.text).to_owned();
            }
            match mark.way {
                marks::Jump::On => self.on = self.on.take().or(mark.page),
                marks::Jump::From => self.from = self.from.take().or(mark.page),
            }
        }
    }

    fn jump(&mut self, mark: &marks::JumpMark) {
        match mark.way {
            marks::Jump::On => self.on = mark.page.clone().or(self.on.take()),
            marks::Jump::From => self.from = mark.page.clone().or(self.from.take()),
        }
    }

    /// Gathers names from the lines under the headline, the first dateline and the signature.
    pub(super) fn bylines(&mut self, units: &[Unit<'_>], draft: &Draft, digest: bool) {
        let mut unread = Vec::new();
        for unit in &draft.bylines {
            let text = &units[*unit].text;
            let has_room = self.byline.len() < PEOPLE;
            match byline::of(&units[*unit]).filter(|_| has_room) {
                Some(read) => self.add(read.credits),
                // A pen name (地一方) has no family name to be known by.
                None if has_room && chars::len(text) <= 4 => {
                    self.add(vec![Credit { role: String::new(), name: text.to_string() }])
                }
                None => unread.push(Piece::line(&units[*unit])),
            }
        }
        self.pieces.splice(0..0, unread);
        if digest {
            return;
        }
        self.first_dateline();
        for unit in &draft.tails {
            let text = &units[*unit].text;
            if !dateline::tail(text).is_some_and(|tail| self.sign(tail)) {
                self.pieces.push(Piece::line(&units[*unit]));
            }
        }
        let Some(last) = self.pieces.iter().rposition(|p| !p.head) else { return };
        if let Some(tail) = dateline::tail(&self.pieces[last].text) {
            let start = tail.start;
            if self.sign(tail) {
                let text = &mut self.pieces[last].text;
                text.truncate(start);
                text.truncate(text.trim_end().len());
            }
        }
    }

    fn first_dateline(&mut self) {
        for piece in self.pieces.iter_mut().filter(|p| !p.head) {
            let wired = piece.glance.holds(Kinds::WIRE.or(Kinds::NEWS));
            if let Some(found) = if wired { dateline::read(&piece.text) } else { None } {
                piece.text.replace_range(..found.end, "");
                self.dateline = Some(found.text);
                self.add(found.credits);
                return;
            }
            if let Some((credits, end)) = dateline::lead_byline(&piece.text) {
                piece.text.replace_range(..end, "");
                self.add(credits);
                return;
            }
        }
    }

    /// Takes a signature over; not when it names another dateline than the article opened with, for
    /// then it has to stay where it is printed.
    fn sign(&mut self, tail: dateline::Tail) -> bool {
        if self.dateline.is_some() && tail.dateline.is_some() && self.dateline != tail.dateline {
            return false;
        }
        self.dateline = self.dateline.take().or(tail.dateline);
        self.add(tail.credits);
        true
    }

    /// Photographers are named with the role 摄影; a credit without a person stays in the text. Who else
    /// signs below the text (本报记者 谭笑) took no picture and keeps the role that is printed.
    pub(super) fn credits(&mut self, units: &[Unit<'_>], draft: &Draft) {
        let of_picture = |unit: usize| byline::credit(&units[unit].text);
        for unit in &draft.credits {
            let has_room = self.byline.len() < PEOPLE;
            let pictured = of_picture(*unit);
            // 本报记者 某某 / 通讯员 某某 摄: the first line of a credit.
            let goes_on = || draft.credits.contains(&(unit + 1)) && of_picture(unit + 1).is_some();
            let signed = if pictured.is_none() { byline::of(&units[*unit]) } else { None };
            let signs_text = signed.is_some() && !goes_on();
            let names = pictured.or(signed.map(|read| read.credits)).filter(|_| has_room).unwrap_or_default();
            if names.is_empty() {
                self.pieces.push(Piece::line(&units[*unit]));
            }
            self.photo |= !signs_text;
            let role = |printed: String| if signs_text { printed } else { photo_role(&printed) };
            self.add(names.into_iter().map(|c| Credit { role: role(c.role), ..c }).collect());
        }
    }

    fn add(&mut self, credits: Vec<Credit>) {
        for credit in credits {
            if !self.byline.iter().any(|c| c.name == credit.name) {
                self.byline.push(credit);
            }
        }
    }
}

/// The role of a name in a photo credit.
fn photo_role(printed: &str) -> String {
    let own = ["摄影", "供图", "绘图"].contains(&printed);
    if own { printed.to_owned() } else { "摄影".to_owned() }
}
