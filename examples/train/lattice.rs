//! All readings of a page at once.

use zzsite::parse::Role;

pub(crate) const N: usize = Role::ALL.len();

/// The scores of all readings of a page.
pub(crate) struct Lattice {
    pub(crate) emit: Vec<[f64; N]>,
    pub(crate) step: [[f64; N]; N],
    pub(crate) start: [f64; N],
}

/// How likely each role is for each block, and how often each step is taken.
pub(crate) struct Marginals {
    pub(crate) roles: Vec<[f64; N]>,
    pub(crate) steps: [[f64; N]; N],
}

impl Lattice {
    pub(crate) fn marginals(&self) -> Marginals {
        let n = self.emit.len();
        let (mut ahead, mut behind) = (vec![[0.0; N]; n], vec![[0.0; N]; n]);
        for i in 0..n {
            ahead[i] = std::array::from_fn(|r| {
                let before = match i.checked_sub(1) {
                    None => self.start[r],
                    Some(p) => log_sum(std::array::from_fn(|a| ahead[p][a] + self.step[a][r])),
                };
                before + self.emit[i][r]
            });
        }
        for i in (0..n.saturating_sub(1)).rev() {
            behind[i] = std::array::from_fn(|r| {
                log_sum(std::array::from_fn(|b| self.step[r][b] + self.emit[i + 1][b] + behind[i + 1][b]))
            });
        }
        let total = ahead.last().map_or(0.0, |last| log_sum(*last));
        let roles = (0..n).map(|i| std::array::from_fn(|r| (ahead[i][r] + behind[i][r] - total).exp())).collect();
        let mut steps = [[0.0; N]; N];
        for i in 1..n {
            for (a, row) in steps.iter_mut().enumerate() {
                for (b, sum) in row.iter_mut().enumerate() {
                    *sum += (ahead[i - 1][a] + self.step[a][b] + self.emit[i][b] + behind[i][b] - total).exp();
                }
            }
        }
        Marginals { roles, steps }
    }
}

fn log_sum(terms: [f64; N]) -> f64 {
    let most = terms.iter().copied().fold(f64::MIN, f64::max);
    most + terms.iter().map(|t| (t - most).exp()).sum::<f64>().ln()
}

/// What a wrong role costs: most where an article is split or swallowed.
pub(crate) fn cost(allowed: &[bool], role: usize) -> f64 {
    let opens = |r: usize| matches!(Role::ALL[r], Role::Title | Role::Kicker | Role::Column);
    let gold_opens = (0..N).any(|r| allowed[r] && opens(r));
    if gold_opens == opens(role) { 1.0 } else { 3.0 }
}
