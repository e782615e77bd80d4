//! Datelines (消息头) and tail signatures.
//!
//! `株洲日报讯(全媒体记者/廖明)`, `本报海口7月22日讯（…）`, `新华社北京7月7日电 （记者黄韬铭）`,
//! `【新华社四平街十一日电】`, `大公报北平讯：`, `央视网消息（新闻联播）：` open a text;
//! `（新华社北京7月7日电 记者杨维汉）`, `（本报记者邱超奕）` close one. Only about a quarter of
//! articles have the former, so that the lack of one says nothing.

use std::ops::Range;

mod tail;

pub(super) use self::tail::{Tail, closes_article, closes_inside, names_alone, signature, tail};
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
    // Few texts begin as one of them does.
    if text.starts_with(begins_agency)
        && let Some(name) = AGENCIES.iter().find(|n| text.starts_with(**n))
    {
        return Some(name.len());
    }
    let head: usize = text.chars().take(10).take_while(|c| chars::is_han(*c)).map(char::len_utf8).sum();
    let head = &text[..head];
    // What all names of papers and stations end in.
    if !head.contains(['报', '報', '网', '线', '播']) {
        return None;
    }
    first_end(head).or_else(|| any_paper(text, head.len()))
}

/// First characters of the names of agencies.
fn begins_agency(c: char) -> bool {
    matches!(c, '新' | '中' | '人' | '央' | '本' | '专' | '经' | '大')
}

/// First characters of what names of papers end in.
fn begins_end(c: char) -> bool {
    let of_day = matches!(c, '日' | '晚' | '时' | '晨' | '早');
    of_day || matches!(c, '商' | '都' | '新' | '公' | '經' | '经' | '在' | '周' | '青' | '广' | '网')
}

/// Where the name of a paper ends first, two characters at least before its ending.
fn first_end(head: &str) -> Option<usize> {
    let places = || head.char_indices().filter(|(_, c)| begins_end(*c)).map(|(at, _)| at);
    let too_early = |end: &str| places().take_while(|at| *at < 6).any(|at| head[at..].starts_with(end));
    let ends = places().filter(|at| *at >= 6).flat_map(|at| {
        let rest = &head[at..];
        // The third byte of a character of Han tells most others from it.
        let may = move |end: &&&str| end.as_bytes().get(2) == rest.as_bytes().get(2);
        let here = PAPER_ENDS.iter().filter(may).filter(|end| rest.starts_with(**end));
        here.filter(|end| !too_early(end)).map(move |end| at + end.len())
    });
    ends.min()
}

/// A paper of any other name (`解放军报讯(记者…)`, `文汇报讯 `): two characters at least before
/// 报, and 讯 or 电 set off at once, as in no sentence (`通报讯问情况`). A place may stand between
/// (`史地报渌口讯（…）`).
fn any_paper(text: &str, head: usize) -> Option<usize> {
    let behind = text[head..].trim_start_matches(chars::is_blank);
    let placed = text[..head].ends_with(['讯', '电', '訊', '電']) && behind.starts_with(['(', '（']);
    // A paper may go by its last word alone: 晨报讯（…）, 晚报讯 昨日….
    let last_word = ["日报讯", "晚报讯", "晨报讯", "早报讯", "商报讯", "时报讯"].contains(&&text[..head]);
    if last_word && behind.len() < text.len() - head {
        return Some("晚报".len());
    }
    if let Some(at) = text[..head].find(['报', '報']).filter(|at| *at >= 3 && placed) {
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
    may && is_dated(&unit.text) || lead_byline(&unit.text).is_some()
}

/// Whether a text opens with a dateline, its names not read.
pub(super) fn is_dated(text: &str) -> bool {
    words(text).is_some()
}

/// The dateline at the start of a text without the names behind it: its bytes, and where what belongs to
/// it ends, brackets included.
fn words(text: &str) -> Option<(Range<usize>, usize)> {
    let open = text.len() - text.trim_start_matches(|c: char| chars::is_blank(c) || c == '【' || c == '［').len();
    let bracketed = text[..open].contains(['【', '［']);
    let end = open + head(&text[open..])?;
    let close = if bracketed { text[end..].find(['】', '］']).map(|at| at + '】'.len_utf8())? } else { 0 };
    Some((open..end, end + close))
}

/// Reads the dateline at the start of a text.
pub(super) fn read(text: &str) -> Option<Dateline> {
    let (bytes, mut end) = words(text)?;
    let open = bytes.start;
    let mut words = text[bytes].to_owned();
    let mut credits = Vec::new();
    let gap = text[end..].len() - text[end..].trim_start_matches(chars::is_blank).len();
    if let Some((inner, rest)) = chars::bracket_start(&text[end..]) {
        let names = byline::read(inner);
        if let Some(names) = names {
            credits = names.credits;
            end = text.len() - rest.len();
        } else if is_show(inner) {
            end = text.len() - rest.len();
            words = text[open..end].to_owned();
        }
    } else {
        end += gap;
        if let Some((names, length)) = reports(&text[end..]).or_else(|| unbracketed(&text[end..])) {
            credits = names;
            end += length;
        }
    }
    Some(Dateline { text: words, credits, end: text.len() - report(&text[end..]).len() })
}

/// Whether what stands in brackets behind a dateline may belong to its words: （新闻联播）.
fn is_show(inner: &str) -> bool {
    inner.contains("新闻联播") || inner.contains("报道")
}

/// The report behind a dateline and what sets it off.
fn report(text: &str) -> &str {
    text.trim_start_matches(|c: char| chars::is_blank(c) || c == '：' || c == ':')
}

/// Whether a text is a dateline and nothing behind it.
pub(super) fn is_bare(text: &str) -> bool {
    let Some((_, end)) = words(text) else { return false };
    // Most datelines have brackets and a report behind them; their names need not be read.
    let reports = chars::bracket_start(&text[end..]).is_some_and(|(_, rest)| !report(rest).is_empty());
    !reports && read(text).is_some_and(|found| found.end == text.len())
}

/// Reads names that stand behind a dateline without brackets, spaces between them and the report:
/// `本报讯 记者张三 实习生李四 近日…`. The names and their bytes; `记者从会上获悉` holds none.
fn unbracketed(text: &str) -> Option<(Vec<Credit>, usize)> {
    let mut best = None;
    let head = text.char_indices().take_while(|(at, _)| *at <= 90);
    for at in head.filter(|(_, c)| chars::is_blank(*c)).map(|(at, _)| at) {
        let Some(read) = byline::read(&text[..at]) else { break };
        if read.strength == byline::Strength::Strong && read.credits.iter().any(|c| byline::is_name(&c.name)) {
            best = Some((read.credits, at));
        }
    }
    best.filter(|(credits, _)| credits.iter().all(|c| byline::is_name(&c.name)))
}

/// Bytes of the longest names that report.
const NAMES: usize = 120;

/// Reads names that report with a colon: `本报讯 记者何一舟报道：今年的花展…`.
fn reports(text: &str) -> Option<(Vec<Credit>, usize)> {
    // Few texts have a colon there.
    let begin = &text[..text.floor_char_boundary(NAMES + 9)];
    if !['：', ':'].iter().any(|colon| chars::places(begin, 0, *colon).next().is_some()) {
        return None;
    }
    let (names, word) = ["报道：", "报道:", "報道：", "報導："].iter().find_map(|w| Some((text.find(w)?, w.len())))?;
    let read = byline::read(text.get(..names).filter(|t| t.len() <= NAMES)?)?;
    let strong = read.strength == byline::Strength::Strong && read.credits.iter().all(|c| byline::is_name(&c.name));
    strong.then_some((read.credits, names + word))
}

/// Reads a byline in brackets at the start of a text: `（记者廖明）近日`, `〔記者王大可／綜合報導〕氣象部門`.
pub(super) fn lead_byline(text: &str) -> Option<(Vec<Credit>, usize)> {
    let (inner, rest) = match text.strip_prefix(['〔', '【', '［']) {
        Some(inner) => inner.split_once(['〕', '】', '］'])?,
        None => chars::bracket_start(text)?,
    };
    let read = byline::read(inner)?;
    let strong = read.strength == byline::Strength::Strong && !read.credits.is_empty();
    strong.then(|| (read.credits, text.len() - rest.trim_start_matches(chars::is_blank).len()))
}

/// The name of the paper in the dateline at the start of a text.
pub(super) fn paper_in(text: &str) -> Option<String> {
    let (bytes, end) = words(text)?;
    let shows = chars::bracket_start(&text[end..]).is_some_and(|(inner, _)| is_show(inner));
    // Names behind the words need not be read.
    if shows { paper(&read(text)?.text).map(str::to_owned) } else { paper(&text[bytes]).map(str::to_owned) }
}

/// The name of the paper in a dateline that states it (`株洲日报讯` → 株洲日报).
fn paper(dateline: &str) -> Option<&str> {
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
    fn first_characters_are_listed() {
        assert!(AGENCIES.iter().all(|name| name.starts_with(begins_agency)));
        assert!(PAPER_ENDS.iter().all(|end| end.starts_with(begins_end)));
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
        assert_eq!(shown("本报讯 记者何一舟报道：今年的花展"), "本报讯 [何一舟] 今年的花展");
        assert_eq!(shown("本报讯 通讯员张安 记者李平报道：今年的花展"), "本报讯 [张安 李平] 今年的花展");
        assert_eq!(shown("商报讯 （记者 王磊）多个部门"), "商报讯 [王磊] 多个部门");
        assert_eq!(shown("晚报讯 昨日，老街"), "晚报讯 [] 昨日，老街");
        assert_eq!(shown("通报讯问情况"), "-");
        assert_eq!(shown("本报讯 记者从会上获悉 大桥跨越峡谷"), "本报讯 [] 记者从会上获悉 大桥跨越峡谷");
        assert_eq!(shown("本报记者 张三 通讯员 李四"), "-");
        assert_eq!(shown("本报记者近日走访"), "-");
        assert_eq!(shown("新华社电视台记者"), "-");
    }
}
