//! The end of an article: signatures in brackets, and what else closes a text by its form alone.

use super::head;
use crate::{
    parse::{byline, chars},
    press::Credit,
};

/// A signature at the end of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::parse) struct Tail {
    /// The dateline in it, if it holds one.
    pub(in crate::parse) dateline: Option<String>,
    /// The names in it.
    pub(in crate::parse) credits: Vec<Credit>,
    /// Where the signature begins.
    pub(in crate::parse) start: usize,
}

/// Reads the signature at the end of a text, or the text that is nothing but one.
pub(in crate::parse) fn tail(text: &str) -> Option<Tail> {
    let (before, inner) = chars::bracket_end(text)?;
    if chars::len(inner) > 80 {
        return None;
    }
    let start = before.len();
    let inner = chars::trim(inner);
    if let Some(length) = head(inner) {
        let rest = chars::trim(&inner[length..]);
        let credits = byline::read(rest).map(|b| b.credits).unwrap_or_default();
        let whole = rest.is_empty() || !credits.is_empty();
        return whole.then(|| Tail { dateline: Some(inner[..length].to_owned()), credits, start });
    }
    let read = byline::read(inner)?;
    let reporters = read.strength == byline::Strength::Strong && !read.credits.is_empty();
    reporters.then_some(Tail { dateline: None, credits: read.credits, start })
}

/// Whether bare names in brackets stand behind the last full stop, as briefs are signed:
/// `…洲滩。（李四）`. The text ends there; but whether they wrote it is not said, so they stay.
fn names_behind(text: &str) -> bool {
    let Some((before, inner)) = chars::bracket_end(text) else { return false };
    let short = !chars::is_longer(inner, 12) && !inner.ends_with('完') && chars::ends_sentence(before);
    short && byline::read(inner).is_some()
}

/// Whether a block is nothing but bare names in brackets: `（胡芳）`, `(韩 冰 杨 帆)`. Below a paragraph that is over
/// they sign it.
pub(in crate::parse) fn names_alone(text: &str) -> bool {
    let Some(("", inner)) = chars::bracket_end(text) else { return false };
    !chars::is_longer(inner, 12) && !inner.ends_with('完') && byline::read(inner).is_some()
}

/// Whether a block is nothing but a signature: `（本报记者 颜 欢）`, `（本报记者窦皓参与采写）`.
pub(in crate::parse) fn signature(text: &str) -> bool {
    match chars::bracket_end(text) {
        Some(("", inner)) => shared_work(inner) || tail(text).is_some(),
        _ => false,
    }
}

/// Who else worked on it: `本报记者窦皓、某某参与采写`. Not the authors; it stays as printed.
fn shared_work(inner: &str) -> bool {
    const WORK: &[&str] = &["参与采写", "参与报道", "参与整理", "亦有贡献", "对本文亦有贡献", "参与撰稿"];
    chars::len(inner) <= 80 && WORK.iter().any(|w| inner.ends_with(w))
}

/// Whether the text closes an article by its form alone: a signature, `（作者系…）`, `（据新华社电）`.
pub(in crate::parse) fn closes_article(text: &str) -> bool {
    if tail(text).is_some() || names_behind(text) {
        return true;
    }
    let Some((_, inner)) = chars::bracket_end(text) else { return false };
    let opens = [
        "作者系",
        "作者为",
        "作者為",
        "作者係",
        "作者是",
        "作者单位",
        "作者分别",
        "作者：",
        "作者:",
        "据《",
        "据新华",
        "文字整理",
        "撰文",
        "图/",
        "文/",
    ];
    let elsewhere = inner.ends_with('版') && inner.contains('见') && chars::len(inner) <= 40;
    elsewhere || shared_work(inner) || chars::len(inner) <= 80 && opens.iter().any(|o| inner.starts_with(o))
}

/// Whether a signature stands inside the text, as it does where the tail of another article was
/// threaded behind it: `…财产安全。(新华社北京7月7日电)虽然我的年龄…`.
pub(in crate::parse) fn closes_inside(text: &str) -> bool {
    // A quick look at its brackets tells nearly every text.
    let signs = |at: usize| text[..at].ends_with(['电', '讯']);
    if ![')', '）'].iter().any(|bracket| chars::places(text, 0, *bracket).any(signs)) {
        return false;
    }
    let set_off = |end: usize| tail(&text[..end]).is_some_and(|t| t.start > 0);
    let ends = |mark: char| text.match_indices(mark).map(move |(at, mark)| (at, at + mark.len()));
    [')', '）']
        .into_iter()
        .flat_map(ends)
        .any(|(at, end)| end < text.len() && text[..at].ends_with(['电', '讯']) && set_off(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_tails() {
        let names = |t: &str| tail(t).map(|t| (t.dateline, t.credits.len(), t.start));
        assert_eq!(names("好。(新华社北京7月7日电 记者杨维汉 熊丰)"), Some((Some("新华社北京7月7日电".into()), 2, 6)));
        assert_eq!(names("(本报海口7月7日讯)"), Some((Some("本报海口7月7日讯".into()), 0, 0)));
        assert_eq!(names("(本报记者 颜 欢)"), Some((None, 1, 0)));
        assert!(closes_article("露出洲滩。（李四）"));
        assert!(!closes_article("露出洲滩（李四）") && !closes_article("露出洲滩。（全文完）"));
        assert!(closes_article("(作者系某大学教授)") && closes_article("（作者為國小教師）"));
        assert!(
            names_alone("（胡芳）")
                && names_alone("(韩 冰 杨 帆)")
                && !names_alone("（全文完）")
                && !names_alone("（见图）")
        );
        assert!(!closes_article("最终夺冠(见图)"));
    }
}
