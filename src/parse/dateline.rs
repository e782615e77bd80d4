//! Datelines (消息头) and tail signatures.
//!
//! `株洲日报讯(全媒体记者/廖明)`, `本报海口7月22日讯（…）`, `新华社北京7月7日电 （记者黄韬铭）`,
//! `【新华社四平街十一日电】`, `大公报北平讯：`, `央视网消息（新闻联播）：` open a text;
//! `（新华社北京7月7日电 记者杨维汉）`, `（本报记者邱超奕）` close one. Only about a quarter of
//! articles have the former, so that the lack of one says nothing.

use super::{byline, chars, glance::Kinds, lines::Unit};
use crate::press::Credit;

/// A dateline at the start of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dateline {
    /// The words as printed, brackets of the byline not in it.
    pub(super) text: String,
    /// Names in the brackets behind it.
    pub(super) credits: Vec<Credit>,
    /// Bytes up to the first character of the report.
    pub(super) end: usize,
}

/// A signature at the end of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tail {
    /// The dateline in it, if it holds one.
    pub(super) dateline: Option<String>,
    /// The names in it.
    pub(super) credits: Vec<Credit>,
    /// Where the signature begins.
    pub(super) start: usize,
}

const AGENCIES: &[&str] = &[
    "新华社",
    "中新社",
    "中新网",
    "人民网",
    "央视网",
    "新華社",
    "中央社",
    "本报",
    "本報",
    "本台",
    "本网",
    "本刊",
    "专电",
    "人民日报",
    "经济日报",
    "大公报",
    "大公報",
];
const PAPER_ENDS: &[&str] = &[
    "日报",
    "晚报",
    "时报",
    "晨报",
    "早报",
    "商报",
    "都市报",
    "新闻网",
    "日報",
    "晚報",
    "公报",
    "經濟网",
    "经济网",
    "在线",
    "周报",
    "青年报",
    "公報",
    "广播",
    "网",
];

/// Characters in which a dateline is over.
const HEAD: usize = 40;

/// Length in bytes of the name of a paper or agency at the start of the text.
fn outlet(text: &str) -> Option<usize> {
    if let Some(name) = AGENCIES.iter().find(|n| text.starts_with(**n)) {
        return Some(name.len());
    }
    let head: usize = text.chars().take(10).take_while(|c| chars::is_han(*c)).map(char::len_utf8).sum();
    let head = &text[..head];
    // What all names of papers and stations end in.
    if !head.contains(['报', '報', '网', '线', '播']) {
        return None;
    }
    PAPER_ENDS
        .iter()
        .filter_map(|end| head.find(end).map(|at| (at, end.len())))
        .filter(|(at, _)| *at >= 6)
        .map(|(at, len)| at + len)
        .min()
        .or_else(|| any_paper(text, head.len()))
}

/// A paper of any other name (`解放军报讯(记者…)`, `文汇报讯 `): two characters at least before
/// 报, and 讯 or 电 set off at once, as in no sentence (`通报讯问情况`). A place may stand between
/// (`史地报渌口讯（…）`).
fn any_paper(text: &str, head: usize) -> Option<usize> {
    let placed = text[..head].ends_with(['讯', '电', '訊', '電']) && text[head..].starts_with(['(', '（']);
    if let Some(at) = text[..head].find(['报', '報']).filter(|at| *at >= 6 && placed) {
        return Some(at + '报'.len_utf8());
    }
    let ends = ["报讯", "报电", "報訊", "報電"];
    let (at, mark) = ends.iter().filter_map(|end| text[..head].find(end).map(|at| (at, end.len()))).min()?;
    let set_off = text[at + mark..].chars().next().is_some_and(|c| chars::is_blank(c) || chars::is_opener(c));
    (at >= 6 && set_off).then_some(at + '报'.len_utf8())
}

/// Length in bytes of `新华社北京7月7日电`, `株洲日报讯`, `央视网消息`, `据新华社电`; `None` when the
/// text does not open so.
fn head(text: &str) -> Option<usize> {
    // Most texts open otherwise, and this is asked of each.
    if !text.chars().take(HEAD).any(|c| matches!(c, '讯' | '訊' | '电' | '電' | '消')) {
        return None;
    }
    let from = text.strip_prefix('据').map_or(0, |_| '据'.len_utf8());
    let at = from + outlet(&text[from..])?;
    let rest = &text[at..];
    let mut end = 0;
    for (count, c) in rest.chars().enumerate() {
        if count > 18 {
            return None;
        }
        end += c.len_utf8();
        match c {
            '讯' | '訊' | '电' | '電' if closes(&rest[end..], count) => return Some(at + end),
            '消' if rest[end..].starts_with('息') => return Some(at + end + '息'.len_utf8()),
            c if chars::is_han(c) || c.is_ascii_digit() || chars::is_blank(c) || matches!(c, '·' | '０'..='９') => {}
            _ => return None,
        }
    }
    None
}

/// Whether 讯 or 电 ends the dateline here: something sets it off from the report, or nothing
/// but the place and the day stands in it (`本报讯近日`, not `新华社电视台`).
fn closes(rest: &str, han_before: usize) -> bool {
    match rest.chars().next() {
        None => true,
        Some(c) if chars::is_blank(c) || chars::is_opener(c) || chars::is_closer(c) || chars::is_comma(c) => true,
        Some('视' | '话' | '力' | '影' | '网' | '子' | '台' | '商' | '动' | '讯' | '息' | '员' | '員') => {
            false
        }
        Some(_) => han_before <= 12,
    }
}

/// Whether a block opens with a dateline or with a byline in brackets.
pub(super) fn opens(unit: &Unit<'_>) -> bool {
    let may = unit.glance.holds(Kinds::WIRE.or(Kinds::NEWS));
    may && read(&unit.text).is_some() || lead_byline(&unit.text).is_some()
}

/// Reads the dateline at the start of a text.
pub(super) fn read(text: &str) -> Option<Dateline> {
    let open = text.len() - text.trim_start_matches(|c: char| chars::is_blank(c) || c == '【' || c == '［').len();
    let bracketed = text[..open].contains(['【', '［']);
    let length = head(&text[open..])?;
    let mut words = text[open..open + length].to_owned();
    let mut end = open + length;
    if bracketed {
        end += text[end..].find(['】', '］']).map(|at| at + '】'.len_utf8())?;
    }
    let mut credits = Vec::new();
    let gap = text[end..].len() - text[end..].trim_start_matches(chars::is_blank).len();
    if let Some((inner, rest)) = chars::bracket_start(&text[end..]) {
        let names = byline::read(inner);
        let show = inner.contains("新闻联播") || inner.contains("报道");
        if let Some(names) = names {
            credits = names.credits;
            end = text.len() - rest.len();
        } else if show {
            end = text.len() - rest.len();
            words = text[open..end].to_owned();
        }
    } else {
        end += gap;
        if let Some((names, length)) = unbracketed(&text[end..]) {
            credits = names;
            end += length;
        }
    }
    let rest = &text[end..];
    let skip = rest.len() - rest.trim_start_matches(|c: char| chars::is_blank(c) || c == '：' || c == ':').len();
    Some(Dateline { text: words, credits, end: end + skip })
}

/// Reads names that stand behind a dateline without brackets, spaces between them and the report:
/// `本报讯 记者张三 实习生李四 近日…`. The names and their bytes; `记者从会上获悉` holds none.
fn unbracketed(text: &str) -> Option<(Vec<Credit>, usize)> {
    let mut best = None;
    let blanks = text.char_indices().filter(|(_, c)| chars::is_blank(*c)).map(|(at, _)| at);
    for at in blanks.take_while(|at| *at <= 90) {
        let Some(read) = byline::read(&text[..at]) else { break };
        if read.strength == byline::Strength::Strong && read.credits.iter().any(|c| byline::is_name(&c.name)) {
            best = Some((read.credits, at));
        }
    }
    best.filter(|(credits, _)| credits.iter().all(|c| byline::is_name(&c.name)))
}

/// Reads a byline in brackets at the start of a text: `（记者廖明）近日`.
pub(super) fn lead_byline(text: &str) -> Option<(Vec<Credit>, usize)> {
    let (inner, rest) = chars::bracket_start(text)?;
    let read = byline::read(inner)?;
    let strong = read.strength == byline::Strength::Strong && !read.credits.is_empty();
    strong.then(|| (read.credits, text.len() - rest.trim_start_matches(chars::is_blank).len()))
}

/// Reads the signature at the end of a text, or the text that is nothing but one.
pub(super) fn tail(text: &str) -> Option<Tail> {
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

/// Whether a block is nothing but a signature: `（本报记者 颜 欢）`, `（本报记者窦皓参与采写）`.
pub(super) fn signature(text: &str) -> bool {
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
pub(super) fn closes_article(text: &str) -> bool {
    if tail(text).is_some() || names_behind(text) {
        return true;
    }
    let Some((_, inner)) = chars::bracket_end(text) else { return false };
    let opens = [
        "作者系",
        "作者为",
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
pub(super) fn closes_inside(text: &str) -> bool {
    // Four quick looks tell nearly every text.
    if !["电)", "电）", "讯)", "讯）"].iter().any(|mark| text.contains(mark)) {
        return false;
    }
    let set_off = |end: usize| tail(&text[..end]).is_some_and(|t| t.start > 0);
    let ends = |mark: char| text.match_indices(mark).map(move |(at, mark)| (at, at + mark.len()));
    [')', '）']
        .into_iter()
        .flat_map(ends)
        .any(|(at, end)| end < text.len() && text[..at].ends_with(['电', '讯']) && set_off(end))
}

/// The name of the paper in a dateline that states it (`株洲日报讯` → 株洲日报).
pub(super) fn paper(dateline: &str) -> Option<&str> {
    let end = outlet(dateline)?;
    let name = &dateline[..end];
    let agency = AGENCIES.contains(&name) && !name.ends_with("日报");
    (!agency && dateline[end..].starts_with(['讯', '訊'])).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let Some(d) = read(text) else { return "-".into() };
        let names: Vec<&str> = d.credits.iter().map(|c| c.name.as_str()).collect();
        format!("{} [{}] {}", d.text, names.join(" "), &text[d.end..])
    }

    #[test]
    fn forms_of_datelines() {
        assert_eq!(
            shown("株洲日报讯(全媒体记者/廖明 通讯员/肖合祥) 1月1日上午"),
            "株洲日报讯 [廖明 肖合祥] 1月1日上午"
        );
        assert_eq!(shown("本报海口7月22日讯（海南日报全媒体记者易宗平）7月22日"), "本报海口7月22日讯 [易宗平] 7月22日");
        assert_eq!(shown("新华社北京7月7日电 中共中央总书记"), "新华社北京7月7日电 [] 中共中央总书记");
        assert_eq!(shown("据新华社南宁7月7日电 （记者赵欢 孙闯）记者7日"), "据新华社南宁7月7日电 [赵欢 孙闯] 记者7日");
        assert_eq!(shown("本报澳门5月1日电  （富子梅、郭锦翔）“五一”"), "本报澳门5月1日电 [富子梅 郭锦翔] “五一”");
        assert_eq!(shown("【新华社四平街十一日电】我军"), "新华社四平街十一日电 [] 我军");
        assert_eq!(shown("大公报北平讯：昨日"), "大公报北平讯 [] 昨日");
        assert_eq!(shown("本报讯 记者张三 实习生李四 大桥跨越峡谷"), "本报讯 [张三 李四] 大桥跨越峡谷");
        assert_eq!(shown("本报讯 记者从会上获悉 大桥跨越峡谷"), "本报讯 [] 记者从会上获悉 大桥跨越峡谷");
        assert_eq!(shown("本报记者 张三 通讯员 李四"), "-");
        assert_eq!(shown("本报记者近日走访"), "-");
        assert_eq!(shown("新华社电视台记者"), "-");
    }

    #[test]
    fn forms_of_tails() {
        let names = |t: &str| tail(t).map(|t| (t.dateline, t.credits.len(), t.start));
        assert_eq!(names("好。(新华社北京7月7日电 记者杨维汉 熊丰)"), Some((Some("新华社北京7月7日电".into()), 2, 6)));
        assert_eq!(names("(本报海口7月7日讯)"), Some((Some("本报海口7月7日讯".into()), 0, 0)));
        assert_eq!(names("(本报记者 颜 欢)"), Some((None, 1, 0)));
        assert!(closes_article("露出洲滩。（李四）"));
        assert!(!closes_article("露出洲滩（李四）") && !closes_article("露出洲滩。（全文完）"));
        assert!(closes_article("(作者系某大学教授)"));
        assert!(!closes_article("最终夺冠(见图)"));
    }
}
