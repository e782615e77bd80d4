//! The page decision: one role for each block, the best sequence for the whole page.
//!
//! A Viterbi pass over thirteen roles. What a block looks like is evidence (`evidence`); how much it
//! weighs, and which role may follow which, is in `weights.toml`. For those who
//! want to know, a second pass from the end gives for each block the best reading that would read it
//! otherwise, and by what margin it lost.

use std::sync::LazyLock;

use super::evidence::{Evidence, Feature};

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Name of a standing column.
    Column,
    /// 引题.
    Kicker,
    /// 主题.
    Title,
    /// 副题.
    Deck,
    /// Names under the headline.
    Byline,
    /// A whole paragraph.
    Body,
    /// The beginning of a paragraph that a column cut.
    Open,
    /// The rest of one.
    Cont,
    /// The middle of one.
    ContOpen,
    /// A heading inside the article.
    Subhead,
    /// A photo credit.
    Credit,
    /// A signature of its own line.
    Tail,
    /// A jump mark of its own line.
    Jump,
}

impl Role {
    /// All roles, in the order of the weights.
    pub const ALL: [Self; 13] = [
        Self::Column,
        Self::Kicker,
        Self::Title,
        Self::Deck,
        Self::Byline,
        Self::Body,
        Self::Open,
        Self::Cont,
        Self::ContOpen,
        Self::Subhead,
        Self::Credit,
        Self::Tail,
        Self::Jump,
    ];

    /// The name, as in the weights.
    pub fn name(self) -> &'static str {
        match self {
            Self::Column => "column",
            Self::Kicker => "kicker",
            Self::Title => "title",
            Self::Deck => "deck",
            Self::Byline => "byline",
            Self::Body => "body",
            Self::Open => "open",
            Self::Cont => "cont",
            Self::ContOpen => "contopen",
            Self::Subhead => "subhead",
            Self::Credit => "credit",
            Self::Tail => "tail",
            Self::Jump => "jump",
        }
    }

    /// Whether it is a paragraph or a part of one.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Body | Self::Open | Self::Cont | Self::ContOpen)
    }

    /// Whether its last sentence goes on in the next block.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::ContOpen)
    }

    /// Whether it goes on from the block before.
    pub fn is_cont(self) -> bool {
        matches!(self, Self::Cont | Self::ContOpen)
    }
}

const N: usize = Role::ALL.len();

/// Weights of the decision.
pub(super) struct Weights {
    emit: Vec<[f32; N]>,
    bias: [f32; N],
    start: [f32; N],
    /// By the role before, then the role.
    step: [[f32; N]; N],
    /// By the role, then the role before.
    back: [[f32; N]; N],
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::read(include_str!("weights.toml")));

/// The weights the program comes with.
pub(super) fn weights() -> &'static Weights {
    &WEIGHTS
}

/// The tables of the weights: those of one role, and those that count for several.
#[cfg(any(test, feature = "learn"))]
pub(super) const TABLES: [&str; 13] = [
    "column", "kicker", "title", "deck", "byline", "text", "closed", "broken", "cont", "subhead", "credit", "tail",
    "jump",
];

/// The roles a table counts for.
pub(super) fn members(table: &str) -> Vec<usize> {
    let wanted = |role: &Role| match table {
        "text" => role.is_text(),
        "closed" => matches!(role, Role::Body | Role::Cont),
        "broken" => role.is_open(),
        "cont" => role.is_cont(),
        "open" => false,
        name => role.name() == name,
    };
    (0..N).filter(|i| wanted(&Role::ALL[*i])).collect()
}

impl Weights {
    /// Reads the table. What it does not name weighs nothing; a name that is none is ignored here
    /// and caught by a test.
    pub(super) fn read(text: &str) -> Self {
        let table: toml::Table = text.parse().unwrap_or_default();
        let number = |v: &toml::Value| v.as_float().or_else(|| v.as_integer().map(|i| i as f64)).unwrap_or(0.0) as f32;
        let never = table.get("never").map_or(-9.0, number);
        let mut out = Self {
            emit: vec![[0.0; N]; Feature::ALL.len()],
            bias: [0.0; N],
            start: [never; N],
            step: [[never; N]; N],
            back: [[never; N]; N],
        };
        let section = |name: &str| table.get(name).and_then(toml::Value::as_table).cloned().unwrap_or_default();
        for (name, weights) in &section("role") {
            for (feature, weight) in weights.as_table().into_iter().flatten() {
                let index = Feature::ALL.iter().position(|f| f.name() == feature);
                for role in members(name) {
                    match index {
                        Some(index) => out.emit[index][role] += number(weight),
                        None => out.bias[role] += number(weight),
                    }
                }
            }
        }
        for (i, role) in Role::ALL.iter().enumerate() {
            if let Some(weight) = section("start").get(role.name()) {
                out.start[i] = number(weight);
            }
            let Some(after) = section("after").get(role.name()).and_then(toml::Value::as_table).cloned() else {
                continue;
            };
            for (j, next) in Role::ALL.iter().enumerate() {
                if let Some(weight) = after.get(next.name()) {
                    out.step[i][j] = number(weight);
                    out.back[j][i] = number(weight);
                }
            }
        }
        out
    }

    fn emit(&self, evidence: &Evidence) -> [f32; N] {
        let mut out = self.bias;
        for (feature, strength) in evidence {
            for (sum, weight) in out.iter_mut().zip(&self.emit[*feature as usize]) {
                *sum += weight * strength;
            }
        }
        out
    }
}

/// One block's reading.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Choice {
    pub(super) role: Role,
    /// The role it has in the best page that reads it otherwise, and how much worse that page scores,
    /// where someone wants to know.
    pub(super) second: Option<(Role, f32)>,
}

/// The best roles for the blocks of a page; with `weigh`, also what each would be otherwise.
pub(super) fn decide(weights: &Weights, evidence: &[Evidence], weigh: bool) -> Vec<Choice> {
    let n = evidence.len();
    let emits: Vec<[f32; N]> = evidence.iter().map(|e| weights.emit(e)).collect();
    let mut forward: Vec<[f32; N]> = Vec::with_capacity(n);
    let mut from: Vec<[u8; N]> = Vec::with_capacity(n);
    for (i, emit) in emits.iter().enumerate() {
        let (mut best, back) = match i.checked_sub(1) {
            None => (weights.start, [0; N]),
            Some(before) => best_before(&forward[before], weights),
        };
        best.iter_mut().zip(emit).for_each(|(score, emit)| *score += emit);
        forward.push(best);
        from.push(back);
    }
    let mut path = vec![0usize; n];
    for i in (0..n).rev() {
        path[i] = match path.get(i + 1) {
            Some(next) => usize::from(from[i + 1][*next]),
            None => best_of(&forward[i], None).0,
        };
    }
    let backward = if weigh { backward(weights, &emits) } else { Vec::new() };
    let second = |i: usize| {
        let mut total = forward[i];
        total.iter_mut().zip(backward.get(i)?).for_each(|(t, b)| *t += b);
        let (second, score) = best_of(&total, Some(path[i]));
        Some((Role::ALL[second], (total[path[i]] - score).max(0.0)))
    };
    (0..n).map(|i| Choice { role: Role::ALL[path[i]], second: second(i) }).collect()
}

/// For each role, the best score up to the block before and the role of that block. Roles are looked
/// at side by side, so that the processor takes several at once.
fn best_before(before: &[f32; N], weights: &Weights) -> ([f32; N], [u8; N]) {
    let (mut best, mut at) = ([f32::MIN; N], [0u32; N]);
    for ((i, score), step) in (0u32..).zip(before).zip(&weights.step) {
        for role in 0..N {
            let score = score + step[role];
            let better = score > best[role];
            best[role] = if better { score } else { best[role] };
            at[role] = if better { i } else { at[role] };
        }
    }
    (best, at.map(|role| role as u8))
}

/// For each block and role, the best score of everything after it.
fn backward(weights: &Weights, emits: &[[f32; N]]) -> Vec<[f32; N]> {
    let mut out = vec![[0.0; N]; emits.len()];
    for i in (0..emits.len().saturating_sub(1)).rev() {
        let mut best = [f32::MIN; N];
        for ((back, emit), rest) in weights.back.iter().zip(&emits[i + 1]).zip(&out[i + 1]) {
            for role in 0..N {
                let score = back[role] + emit + rest;
                best[role] = if score > best[role] { score } else { best[role] };
            }
        }
        out[i] = best;
    }
    out
}

fn best_of(scores: &[f32; N], except: Option<usize>) -> (usize, f32) {
    let mut best = (0, f32::MIN);
    for (i, score) in scores.iter().enumerate() {
        if Some(i) != except && *score > best.1 {
            best = (i, *score);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_in_the_weights_is_known() {
        let table: toml::Table = include_str!("weights.toml").parse().expect("valid TOML");
        let roles: Vec<&str> = Role::ALL.iter().map(|r| r.name()).chain(TABLES).collect();
        for (name, weights) in table["role"].as_table().expect("a table") {
            assert!(roles.contains(&name.as_str()), "role {name}");
            for feature in weights.as_table().expect("a table").keys() {
                assert!(feature == "bias" || Feature::ALL.iter().any(|f| f.name() == feature), "{name}.{feature}");
            }
        }
        for (name, weights) in table["after"].as_table().expect("a table") {
            assert!(roles.contains(&name.as_str()), "after.{name}");
            for next in weights.as_table().expect("a table").keys() {
                assert!(roles.contains(&next.as_str()), "after.{name}.{next}");
            }
        }
    }
}
