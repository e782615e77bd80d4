//! The weights, and how they are learned.

use std::collections::BTreeMap;

use zzsite::parse::{Role, learn};

use super::{
    lattice::{Lattice, N, cost},
    pages::Page,
};

const NEVER: f32 = -9.0;

/// How the weights are learned.
pub(crate) struct Plan {
    pub(crate) epochs: usize,
    /// Step of the first epoch.
    pub(crate) rate: f64,
    /// How strongly a weight is pulled back to where it was set by hand.
    pub(crate) pull: f64,
    /// How much a wrong role is made cheaper, in the units of the weights.
    pub(crate) margin: f64,
}

pub(crate) const PLAN: Plan = Plan { epochs: 24, rate: 0.15, pull: 20.0, margin: 1.0 };

type Table = BTreeMap<String, f32>;

pub(crate) fn learn_from(mut pages: Vec<&Page>, prior: &Weights, plan: &Plan) -> Weights {
    pages.sort_by_key(|p| blake3::hash(p.path.as_bytes()).to_hex().to_string());
    let size = prior.values.len();
    let mut weights = prior.clone();
    let mut squares = vec![1e-2f64; size];
    let (mut mean, mut steps) = (vec![0.0f64; size], 0.0f64);
    for epoch in 0..plan.epochs {
        for page in &pages {
            let mut slope = weights.slope(page, plan.margin);
            for i in 0..size {
                slope[i] += plan.pull * (prior.values[i] - weights.values[i]) / pages.len() as f64;
                if weights.fixed[i] {
                    continue;
                }
                squares[i] += slope[i] * slope[i];
                weights.values[i] += plan.rate * slope[i] / squares[i].sqrt();
            }
            if epoch >= plan.epochs / 2 {
                steps += 1.0;
                mean.iter_mut().zip(&weights.values).for_each(|(m, w)| *m += w);
            }
        }
    }
    weights.values = mean.into_iter().map(|total| total / steps.max(1.0)).collect();
    weights
}

/// The weights as one row of numbers: tables by feature, then steps, then starts.
#[derive(Clone)]
pub(crate) struct Weights {
    features: Vec<&'static str>,
    tables: Vec<&'static str>,
    /// The tables that count for each role.
    of_role: Vec<Vec<usize>>,
    values: Vec<f64>,
    /// What is never taken by hand stays so: the grammar of a page is not learned.
    fixed: Vec<bool>,
}

impl Weights {
    pub(crate) fn read(text: &str) -> Self {
        let table = read_table(text);
        let mut features = learn::features();
        features.push("bias");
        let mut tables: Vec<&'static str> = Role::ALL.iter().flat_map(|r| learn::tables(*r)).collect();
        tables.sort_unstable();
        tables.dedup();
        let place = |name: &str| tables.iter().position(|t| *t == name).unwrap_or(0);
        let of_role = Role::ALL.iter().map(|r| learn::tables(*r).into_iter().map(place).collect()).collect();
        let mut out = Self { features, tables, of_role, values: Vec::new(), fixed: Vec::new() };
        for name in out.names() {
            let step = !name.starts_with("role.");
            out.fixed.push(step && !table.contains_key(&name));
            out.values.push(table.get(&name).map_or(if step { f64::from(NEVER) } else { 0.0 }, |w| f64::from(*w)));
        }
        out
    }

    /// The name of each weight: `role.title.short`, `after.body.title`, `start.title`.
    fn names(&self) -> Vec<String> {
        let roles = || Role::ALL.iter().map(|r| r.name());
        let emit = self.tables.iter().flat_map(|t| self.features.iter().map(move |f| format!("role.{t}.{f}")));
        let steps = roles().flat_map(|a| roles().map(move |b| format!("after.{a}.{b}")));
        emit.chain(steps).chain(roles().map(|r| format!("start.{r}"))).collect()
    }

    fn steps_at(&self) -> usize {
        self.tables.len() * self.features.len()
    }

    pub(crate) fn table(&self) -> String {
        let fixed = |i: usize| self.fixed[i];
        let all = self.names().into_iter().enumerate().filter(|(i, _)| !fixed(*i));
        write_table(&all.map(|(i, name)| (name, self.values[i] as f32)).collect())
    }

    fn lattice(&self, page: &Page) -> Lattice {
        let width = self.features.len();
        let mut by_role = vec![[0.0f64; N]; width];
        for (f, sums) in by_role.iter_mut().enumerate() {
            for (role, tables) in self.of_role.iter().enumerate() {
                sums[role] = tables.iter().map(|t| self.values[t * width + f]).sum();
            }
        }
        let emit = |features: &Vec<(usize, f32)>| {
            let mut out = by_role[width - 1];
            for (f, strength) in features {
                out.iter_mut().zip(&by_role[*f]).for_each(|(o, w)| *o += w * f64::from(*strength));
            }
            out
        };
        let at = self.steps_at();
        let step = |a: usize, b: usize| self.values[at + a * N + b];
        Lattice {
            emit: page.features.iter().map(emit).collect(),
            step: std::array::from_fn(|a| std::array::from_fn(|b| step(a, b))),
            start: std::array::from_fn(|r| self.values[at + N * N + r]),
        }
    }

    /// Which way the weights have to go for this page.
    fn slope(&self, page: &Page, margin: f64) -> Vec<f64> {
        let mut lattice = self.lattice(page);
        let plain = lattice.emit.clone();
        for (emit, allowed) in lattice.emit.iter_mut().zip(&page.allowed) {
            (0..N).filter(|r| !allowed[*r]).for_each(|r| emit[r] = -1e6);
        }
        let gold = lattice.marginals();
        lattice.emit = plain;
        for (emit, allowed) in lattice.emit.iter_mut().zip(&page.allowed) {
            (0..N).filter(|r| !allowed[*r]).for_each(|r| emit[r] += margin * cost(allowed, r));
        }
        let read = lattice.marginals();
        let width = self.features.len();
        let at = self.steps_at();
        let mut out = vec![0.0; self.values.len()];
        for (i, features) in page.features.iter().enumerate() {
            for role in 0..N {
                let by = gold.roles[i][role] - read.roles[i][role];
                if by.abs() < 1e-9 {
                    continue;
                }
                for table in &self.of_role[role] {
                    features.iter().for_each(|(f, s)| out[table * width + f] += by * f64::from(*s));
                    out[table * width + width - 1] += by;
                }
                if i == 0 {
                    out[at + N * N + role] += by;
                }
            }
        }
        for a in 0..N {
            for b in 0..N {
                out[at + a * N + b] += gold.steps[a][b] - read.steps[a][b];
            }
        }
        out
    }
}

fn read_table(text: &str) -> Table {
    let table: toml::Table = text.parse().unwrap_or_default();
    let number = |v: &toml::Value| v.as_float().or_else(|| v.as_integer().map(|i| i as f64)).unwrap_or(0.0) as f32;
    let mut out = Table::new();
    for (top, value) in &table {
        for (key, value) in value.as_table().into_iter().flatten() {
            match value.as_table() {
                Some(inner) => inner.iter().for_each(|(name, v)| {
                    out.insert(format!("{top}.{key}.{name}"), number(v));
                }),
                None => {
                    out.insert(format!("{top}.{key}"), number(value));
                }
            }
        }
    }
    out
}

fn write_table(weights: &Table) -> String {
    let mut sections: BTreeMap<&str, Vec<(&str, f32)>> = BTreeMap::new();
    for (name, weight) in weights {
        if let Some((section, key)) = name.rsplit_once('.')
            && (weight.abs() >= 0.02 || !section.starts_with("role."))
        {
            sections.entry(section).or_default().push((key, *weight));
        }
    }
    let mut out = format!("never = {NEVER:.1}\n");
    for (section, lines) in sections {
        out.push_str(&format!("\n[{section}]\n"));
        lines.iter().for_each(|(key, weight)| out.push_str(&format!("{key} = {weight:.2}\n")));
    }
    out
}
