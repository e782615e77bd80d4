//! What a known reading allows each block of its page to be.

use std::collections::BTreeMap;

use zzsite::parse::{Role, learn};

/// What is known of the lines of a page, by their letters and digits.
#[derive(Default)]
pub(crate) struct Known {
    roles: BTreeMap<String, Role>,
    names: Vec<String>,
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

impl Known {
    /// From the demo's table of what was set.
    pub(crate) fn of_table(articles: &[toml::Value]) -> Self {
        let mut out = Self::default();
        for article in articles {
            let parts =
                [("kicker", Role::Kicker), ("title", Role::Title), ("subtitle", Role::Deck), ("column", Role::Column)];
            for (part, role) in parts {
                out.roles.extend(article.get(part).and_then(|t| t.as_str()).map(|t| (letters(t), role)));
            }
            let names = article.get("names").and_then(|n| n.as_array()).into_iter().flatten();
            out.names.extend(names.filter_map(|n| n.as_str()).map(letters));
        }
        out
    }

    /// From the outline of a case: headlines by two spaces and a kind at their end, all else by four.
    pub(crate) fn of_outline(outline: &str) -> Self {
        let mut out = Self::default();
        let fields =
            [("kicker: ", Role::Kicker), ("deck: ", Role::Deck), ("column: ", Role::Column), ("# ", Role::Subhead)];
        for line in outline.lines().filter(|l| l.starts_with("  ") && !l.starts_with("  <")) {
            let field = line.strip_prefix("    ");
            let told = match field {
                None => line.rsplit_once(' ').map(|(title, _)| (title, Role::Title)),
                Some(text) => fields.iter().find_map(|(mark, role)| Some((text.strip_prefix(mark)?, *role))),
            };
            match (told, field) {
                // Two lines of a headline stand on one of the outline.
                (Some((text, role)), _) => {
                    out.roles.extend([text].into_iter().chain(text.split(' ')).map(|part| (letters(part), role)))
                }
                (None, Some(text)) if text.chars().count() <= 40 && !text.contains(": ") => {
                    out.roles.insert(letters(text), Role::Body);
                }
                _ => {}
            }
        }
        out
    }

    /// The roles each block may have.
    pub(crate) fn allow(&self, evidence: &learn::Evidence) -> Vec<Vec<bool>> {
        let (heads, names) = (&self.roles, &self.names);
        let of_text = |i: usize| {
            let (text, [byline, credit, signature, jump]) = (&evidence.texts[i], evidence.shapes[i]);
            let short = text.chars().count() <= 40;
            match heads.get(&letters(text)) {
                Some(role) => vec![*role],
                None if names.contains(&letters(text)) || (byline && short) => vec![Role::Byline],
                None if signature => vec![Role::Tail],
                None if credit => vec![Role::Credit],
                None if jump && text.chars().count() < 12 => vec![Role::Jump],
                None if short => vec![Role::Body, Role::Open, Role::Cont, Role::ContOpen, Role::Subhead],
                None => vec![Role::Body, Role::Open, Role::Cont, Role::ContOpen],
            }
        };
        let row = |roles: Vec<Role>| Role::ALL.iter().map(|r| roles.contains(r)).collect();
        (0..evidence.texts.len()).map(|i| row(of_text(i))).collect()
    }
}

pub(crate) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

/// The roles the gold allows each block.
pub(crate) fn allow(evidence: &learn::Evidence, page: &serde_json::Value) -> Vec<Vec<bool>> {
    let mut printed: BTreeMap<String, &str> = BTreeMap::new();
    let mut paragraphs: Vec<String> = Vec::new();
    let mut tails: Vec<String> = Vec::new();
    for article in page["articles"].as_array().into_iter().flatten() {
        for line in article["printed"].as_array().into_iter().flatten() {
            printed.insert(squeeze(line[1].as_str().unwrap_or("")), line[0].as_str().unwrap_or(""));
        }
        for role in ["title", "kicker", "column"] {
            if let (Some(text), None) = (article[role].as_str(), article.get("printed")) {
                printed.insert(squeeze(text), role);
            }
        }
        for heading in article["body"].as_array().into_iter().flatten().filter(|b| b["type"] == "h") {
            printed.insert(squeeze(heading["text"].as_str().unwrap_or("")), "heading");
        }
        let texts = article["body"].as_array().into_iter().flatten().filter_map(|b| b["text"].as_str());
        paragraphs.extend(texts.map(squeeze));
        tails.extend(article["misthreaded"].as_array().into_iter().flatten().filter_map(|t| t.as_str()).map(squeeze));
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    (0..evidence.texts.len())
        .map(|i| {
            let text = squeeze(&evidence.texts[i]);
            let first = *seen.entry(text.clone()).and_modify(|n| *n += 1).or_insert(1) == 1;
            let title = printed.get(&text).filter(|_| first).copied();
            let roles = roles(&evidence.texts[i], &text, evidence.shapes[i], title, &paragraphs, &tails);
            Role::ALL.iter().map(|r| roles.is_empty() || roles.contains(r)).collect()
        })
        .collect()
}

fn roles(
    raw: &str,
    text: &str,
    shape: [bool; 4],
    printed: Option<&str>,
    paragraphs: &[String],
    tails: &[String],
) -> Vec<Role> {
    match printed {
        Some("title") => return vec![Role::Title],
        Some("kicker") => return vec![Role::Kicker],
        Some("subtitle") => return vec![Role::Deck],
        Some("column") => return vec![Role::Column],
        Some("heading") => return vec![Role::Subhead],
        _ => {}
    }
    let [byline, credit, signature, jump] = shape;
    if signature {
        return vec![Role::Tail];
    }
    if credit {
        return vec![Role::Credit];
    }
    let strong = byline && (raw.starts_with('■') || raw.contains("记者") || raw.contains("通讯员"));
    let core = tails.iter().find_map(|t| text.strip_suffix(t.as_str())).unwrap_or(text);
    let core = core.split("▶下转").next().unwrap_or(core);
    let place = paragraphs.iter().find_map(|p| {
        let at = p.find(core)?;
        Some((at == 0, at + core.len() == p.len()))
    });
    if strong || (byline && place.is_none()) {
        return vec![Role::Byline];
    }
    if jump && text.chars().count() < 12 {
        return vec![Role::Jump];
    }
    match place {
        Some((true, true)) if raw.chars().count() <= 40 && !raw.ends_with(['。', ',', '、', '；']) => {
            vec![Role::Body, Role::Subhead]
        }
        Some((true, true)) => vec![Role::Body],
        Some((true, false)) => vec![Role::Open],
        Some((false, true)) => vec![Role::Cont],
        Some((false, false)) => vec![Role::ContOpen],
        None => Vec::new(),
    }
}
