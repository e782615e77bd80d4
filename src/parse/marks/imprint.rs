//! Lines of the imprint: where the paper is, who prints it, what it costs, under which number to call.

use crate::parse::chars;

/// Labels of what only a paper tells of itself.
const OWN: &[&str] = &[
    "社址",
    "报社地址",
    "本报地址",
    "本报社址",
    "本社地址",
    "广告热线",
    "广告部",
    "广告许可证",
    "广告经营许可证",
    "广告发布登记",
    "发行热线",
    "发行电话",
    "发行部",
    "订阅热线",
    "订阅电话",
    "订报热线",
    "投递热线",
    "读者热线",
    "报料热线",
    "总编室",
];

/// Labels of what a paper costs, with a figure right behind them: petrol has a 零售价, too.
const PRICES: &[&str] = &["零售价", "每月定价", "每份零售", "零售每份"];

/// Whether a line tells what only the imprint of a paper tells: `社址：江城市人民路88号 邮编：412000`,
/// `广告热线：28829111`.
pub(in crate::parse) fn imprint(text: &str) -> bool {
    let may = |c| matches!(c, '社' | '报' | '本' | '广' | '发' | '订' | '投' | '读' | '总' | '零' | '每');
    if !text.starts_with(may) || chars::is_longer(text, 120) || text.contains('。') {
        return false;
    }
    let mut behind = PRICES.iter().filter_map(|label| text.strip_prefix(label));
    if let Some(price) = behind.next() {
        let price = price.trim_start_matches(|c| matches!(c, '：' | ':') || chars::is_blank(c));
        let unit = price.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        return unit.len() < price.len() && unit.starts_with('元') && !chars::is_longer(text, 24);
    }
    let Some(behind) = OWN.iter().find_map(|label| text.strip_prefix(label)) else { return false };
    let tied = behind.starts_with(|c| matches!(c, '：' | ':') || chars::is_blank(c));
    behind.starts_with(|c: char| c.is_ascii_digit()) || tied && (behind.contains(['：', ':']) || has_digit(behind))
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// Whether a line is an address of the net or a mail box and nothing else: `网址：www.example.cn`,
/// `E-mail：news@example.cn`. Notices have such lines, too: at the edge of a page it is the paper's own.
pub(in crate::parse) fn contact(text: &str) -> bool {
    const LABELS: &[&str] =
        &["网址", "E-mail", "Email", "邮箱", "电子邮件", "电子信箱", "官方微信", "官方微博", "微信号", "新闻网"];
    let Some((label, value)) = text.split_once(['：', ':']) else { return false };
    let site = label.ends_with('网') && chars::trim(value).starts_with(['h', 'w']);
    let first = value.split(chars::is_blank).find(|part| !part.is_empty()).unwrap_or_default();
    (site && !chars::is_longer(label, 8) || LABELS.contains(&chars::trim(label)))
        && !chars::is_longer(text, 60)
        && first.is_ascii()
        && first.len() >= 4
}

/// Whether a line is a day of the week and nothing else, as what is left of a masthead. An essay may be called
/// so: at the edge of a page it is the masthead's.
pub(in crate::parse) fn lone_weekday(text: &str) -> bool {
    text.len() == 9 && text.strip_prefix("星期").is_some_and(|day| "一二三四五六日天".contains(day))
}

/// What a paper says of itself around its name: `江城日报社主管主办`, `中共江城市委机关报`, `江城日报社出版 代号41-15`,
/// `第12345期 今日8版`.
pub(super) fn of_paper(text: &str) -> bool {
    if text.len() > 120 || text.contains(['，', ',', '。', '《', '由']) {
        return false;
    }
    let by = text.ends_with("主管主办") || text.ends_with("机关报") && text.starts_with("中共");
    let words = || text.split(chars::is_blank).filter(|word| !word.is_empty());
    let published = || words().any(|word| word.ends_with("报社出版") && !chars::is_longer(word, 10));
    let beside = || words().nth(1).is_some_and(|_| text.contains("主管主办") || has_digit(text));
    by && !chars::is_longer(text, 30) || published() && beside() || numbered(text)
}

/// Whether a line counts the issue and its pages: `第12345期 今日8版`.
fn numbered(text: &str) -> bool {
    let mut words = text.split(|c: char| chars::is_blank(c) || matches!(c, '|' | '·')).filter(|word| !word.is_empty());
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let counts = |word: &str| {
        let issue = word.strip_prefix('第').and_then(|w| w.strip_suffix(['期', '号', '號']));
        let pages = ["今日", "本期", "今天", "共"].iter().find_map(|open| word.strip_prefix(open));
        issue.or(pages.and_then(|w| w.strip_suffix(['版', '页']))).is_some_and(digits)
    };
    text.starts_with(['第', '今', '本']) && words.all(counts) && text.contains('期')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_paper_tells_of_itself() {
        assert!(imprint("社址：江城市人民路88号 邮政编码：412000 每月定价30元") && imprint("读者热线 28829110"));
        assert!(imprint("发行热线：28829112 订阅电话：11185") && !imprint("发行部门负责人表示"));
        assert!(!imprint("读者热线开通十年") && !imprint("地址：江城市人民路88号"));
        assert!(imprint("零售价：1.00元") && !imprint("零售价：92号汽油每升8元"));
        assert!(contact("网址：www.example.cn") && contact("江城网：http://www.example.cn"));
        assert!(contact("邮箱:news@example.cn 电话:0731-28829110") && !contact("邮箱：写给未来的信"));
    }

    #[test]
    fn a_lone_weekday() {
        assert!(lone_weekday("星期六") && !lone_weekday("星期六去看海") && !lone_weekday("星期八"));
    }

    #[test]
    fn what_stands_around_the_name_of_a_paper() {
        for line in [
            "江城日报社主管主办",
            "中共江城市委机关报",
            "第12345期 今日8版",
            "江城日报社出版 代号41-15",
            "中共江城市委主管主办 江城日报社出版",
        ] {
            assert!(of_paper(line), "{line}");
        }
        for line in ["《江城志》由江城日报社出版", "今日8版", "第3期培训班开班", "由江城市文联主办"]
        {
            assert!(!of_paper(line), "{line}");
        }
    }
}
