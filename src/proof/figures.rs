//! Figures that cannot be.
//!
//! A share or a success rate ends at 100 %. `即办率达到了857%` lost its decimal point in print.
//! Growth, returns and plans exceeded may be any figure, so a rate is judged only where the
//! figure stands right behind it.

use super::{Finding, spots::figure_end};

/// Rates that may well be over 100 %. The last characters before the figure decide.
const UNBOUNDED: [&str; 34] = [
    "增长率",
    "增速率",
    "回报率",
    "收益率",
    "利润率",
    "毛利率",
    "净利率",
    "负债率",
    "杠杆率",
    "充足率",
    "拨备覆盖率",
    "产销率",
    "完成率",
    "执行率",
    "换手率",
    "汇率",
    "利率",
    "倍率",
    "认购率",
    "膨胀率",
    "通胀率",
    "利用率",
    "自给率",
    "替代率",
    "周转率",
    "容积率",
    "涨幅率",
    "溢价率",
    "增值率",
    "产出率",
    "上浮率",
    "兑现率",
    "流动率",
    "变化率",
];

/// What ends a share or a rate.
const BOUNDED: [&str; 5] = ["率", "占比", "比重", "满意度", "普及度"];

/// What may stand between a rate and its figure. 提高到 leads to the rate itself, 提高了 to growth.
const LINKS: [&str; 34] = [
    "提高到",
    "提高至",
    "提升到",
    "提升至",
    "上升到",
    "上升至",
    "保持在",
    "稳定在",
    "维持在",
    "分别为",
    "分别达",
    "达到了",
    "达到",
    "高达",
    "超过",
    "均为",
    "均达",
    "仅为",
    "约为",
    "就达",
    "已达",
    "已经",
    "平均",
    "达",
    "为",
    "是",
    "约",
    "超",
    "近",
    "均",
    "已",
    "至",
    "了",
    "在",
];

/// What is measured in degrees and never above 60: bodies and weather.
const WARM: [&str; 6] = ["体温", "气温", "最高温度", "高温", "水温", "室温"];

/// Figures in a passage that cannot be, among those that start at these places.
pub(super) fn check(text: &str, figures: &[usize]) -> Vec<Finding> {
    let mut found = Vec::new();
    for &start in figures {
        let end = figure_end(text, start);
        let (figure, after) = (&text[start..end], &text[end..]);
        if !after.starts_with(['%', '％', '℃']) {
            continue;
        }
        let Ok(value) = figure.parse::<f64>() else { continue };
        if value > 100.0 && after.starts_with(['%', '％']) {
            found.extend(rate(text, start, end, figure));
        } else if value > 60.0 && after.starts_with('℃') && unlinked(&text[..start], &WARM).is_some() {
            found.push(finding(start..end + '℃'.len_utf8(), format!("{figure}℃"), "temperature", figure));
        }
    }
    found
}

fn rate(text: &str, start: usize, end: usize, figure: &str) -> Option<Finding> {
    let name = unlinked(&text[..start], &BOUNDED)?;
    if UNBOUNDED.iter().any(|rate| name.ends_with(rate)) {
        return None;
    }
    let clause = name.rsplit(|c| "，,。；;！!？?\n".contains(c)).next().unwrap_or(name);
    // Debt beside a year's product is a share that may be over 100 %, and so is one year's rate
    // over another's.
    if ["GDP", "国内生产总值", "生产总值", "同比", "增长"].iter().any(|word| clause.contains(word)) {
        return None;
    }
    let sign = text[end..].chars().next().map_or(0, char::len_utf8);
    Some(finding(start..end + sign, text[start..end + sign].to_owned(), "rate", figure))
}

/// The text up to the measured thing, when only linking words stand between it and the figure.
fn unlinked<'t>(before: &'t str, things: &[&str]) -> Option<&'t str> {
    let mut rest = before.trim_end();
    loop {
        if things.iter().any(|thing| rest.ends_with(thing)) {
            return Some(rest);
        }
        rest = LINKS.iter().find_map(|link| rest.strip_suffix(link))?.trim_end();
    }
}

fn finding(range: std::ops::Range<usize>, shown: String, what: &str, figure: &str) -> Finding {
    let guess = with_point(figure).map(|guess| format!("{guess}{}", &shown[figure.len()..]));
    let of = if what == "rate" { "比率" } else { "温度" };
    let perhaps = guess.as_ref().map(|guess| format!("，疑脱小数点，或为{guess}")).unwrap_or_default();
    let hint = guess.map_or_else(
        || "look at the printed page".to_owned(),
        |guess| format!("a decimal point may be lost: {guess}; look at the printed page"),
    );
    Finding {
        range,
        code: "impossible-figure",
        message: format!("a {what} of {shown} cannot be"),
        hint,
        confidence: 90,
        doubt: format!("“{shown}”不合常理的{of}{perhaps}"),
    }
}

/// The figure with a decimal point after two digits, where that makes it possible.
fn with_point(figure: &str) -> Option<String> {
    let whole = figure.bytes().all(|b| b.is_ascii_digit()) && (3..=4).contains(&figure.len());
    whole.then(|| format!("{}.{}", &figure[..2], &figure[2..]))
}

#[cfg(test)]
mod tests {
    use super::{super::spots::Spots, check};

    fn shown(text: &str) -> Vec<(&str, String)> {
        check(text, &Spots::of(text).figures).into_iter().map(|f| (&text[f.range], f.hint)).collect()
    }

    #[test]
    fn rates_end_at_a_hundred() {
        let lost = |guess: &str| format!("a decimal point may be lost: {guess}; look at the printed page");
        assert_eq!(shown("“全程网办”事项14项,即办率达到了857%,同时"), [("857%", lost("85.7%"))]);
        assert_eq!(shown("满意率达9865％"), [("9865％", lost("98.65％"))]);
        assert_eq!(shown("体温365℃"), [("365℃", lost("36.5℃"))]);
        assert_eq!(shown("女性占比为 120.5%").len(), 1);
    }

    #[test]
    fn growth_and_plans_may_exceed_it() {
        for fine in [
            "回访满意率达98%以上",
            "就业率100%",
            "产值同比增长857%",
            "合格率提高了120%",
            "计划完成率达120%",
            "拨备覆盖率为209.97%",
            "政府债务占GDP比重为120%",
            "达到年度计划的130%",
            "炉温1200℃",
            "气温达35℃",
            "...%",
            "率1.2.3%",
        ] {
            assert_eq!(shown(fine), [], "{fine}");
        }
    }
}
