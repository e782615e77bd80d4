//! Evidence that a break between two blocks was made by a column, not by the author: the sentence
//! is open, and its last and the next first character belong together.

use std::sync::LazyLock;

use super::{Evidence, Facts, Feature, openers::starts_with_stop, wording::speaks};
use crate::parse::{chars, european, grams::Grams, lines::Unit, pairs};

// Characters by how often punctuation stands behind or before them, counted over a year of news
// text: below 3 % they do not end (or start) a clause, above 25 % they are at home there.
static END_ODD: LazyLock<chars::Set> = LazyLock::new(|| {
    chars::Set::of(
        "科不自创推提共总更服增于公精教指也企万各专两培第做超互未其投并突百原还亿监参每那依双直宣没攻反跨必再很贯探彻副临几扩冲贡覆启随竞帮朝努印综额在和产有技要我加近党深这经文将坚省保续规正可特之智打三小最集协思相支十整完医消绿都已无真首认斯老健具使零积急只该充千余但促抓仅半何激占继写密搭均执纳的与把被对及从向以由而或让使给",
    )
});

static END_FIT: LazyLock<chars::Set> = LazyLock::new(|| {
    chars::Set::of(
        "力来前系点里程后电式间任道路级线台位策验施划光识议益县景去件障链置奖息段署料容响象措施络律湾班说题示求势元神话案言念号绩账讯况牌撑称章例了",
    )
});

static START_ODD: LazyLock<chars::Set> = LazyLock::new(|| {
    chars::Set::of(
        "业化力了务们者月度点色性员里术续程次题步式间态子级域际势贸众险界义策族验门球究校础略境型史识益革别件障火置负挥样足些疗息段士室料席害序言念盟份器素绩讯索则措励轮络德己章征班动年能展个代场入治领育源升表效口养局意费元模施少决范划命层论达话议践织县镇志链师限速控度担格户边率片媒署访献响季岸筹律载届的得之等过着",
    )
});

static START_FIT: LazyLock<chars::Set> = LazyLock::new(|| {
    chars::Set::of(
        "在海为以加推本更坚可打三把最两当而第绿做构聚还健由二那四据因没连促探非靠早如今其并她此每依双只该但必再又既激却随努我习这从也他让十",
    )
});

/// Offices that stand behind an institution or before a name, and verbs that stand behind a speaker.
const LATE: &[&str] = &[
    "教授",
    "副教授",
    "研究员",
    "院长",
    "副院长",
    "主任",
    "副主任",
    "局长",
    "副局长",
    "部长",
    "副部长",
    "书记",
    "副书记",
    "会长",
    "副会长",
    "所长",
    "校长",
    "副校长",
    "处长",
    "科长",
    "县长",
    "市长",
    "总经理",
    "董事长",
    "秘书长",
    "总书记",
    "负责人",
    "说,",
    "说，",
    "表示,",
    "表示，",
    "认为,",
    "认为，",
    "指出,",
    "指出，",
    "介绍,",
    "介绍，",
    "强调,",
    "强调，",
];

/// Whether a text starts with what no paragraph starts with: a bare office, a verb of saying without
/// its speaker (`…研究所` / `教授某某认为,`).
fn starts_late(text: &str) -> bool {
    let may = |c| {
        matches!(
            c,
            '教' | '副'
                | '研'
                | '院'
                | '主'
                | '局'
                | '部'
                | '书'
                | '会'
                | '所'
                | '校'
                | '处'
                | '科'
                | '县'
                | '市'
                | '总'
                | '董'
                | '秘'
                | '负'
                | '说'
                | '表'
                | '认'
                | '指'
                | '介'
                | '强'
        )
    };
    text.starts_with(may) && LATE.iter().any(|word| text.starts_with(word))
}

/// Characters of a block that is running text, whose sentence may break off.
const RUNNING: usize = 30;

/// Evidence that block `i` goes on where the running text before it breaks off, or does not.
pub(super) fn rest(units: &[Unit<'_>], facts: &[Facts], i: usize, grams: &Grams<'_>, out: &mut Evidence) {
    let Some(before) = i.checked_sub(1) else { return };
    let f = &facts[before];
    if f.stop || f.closes || f.credit || f.len < RUNNING || facts[i].len > RUNNING {
        return;
    }
    let (Some(a), Some(b)) = (units[before].text.chars().next_back(), units[i].text.chars().next()) else { return };
    let fits = starts_with_stop(&units[i].text, b) || grams.count(a, b) > 0 || pairs::in_word(a, b);
    out.push((if fits { Feature::RestFits } else { Feature::RestOdd }, 1.0));
}

/// Evidence that the sentence at the end of block `i` goes on in the next one.
pub(super) fn breaks(units: &[Unit<'_>], facts: &[Facts], i: usize, grams: &Grams<'_>, out: &mut Evidence) {
    let Some(next) = units.get(i + 1) else { return };
    if facts[i].stop || facts[i].closes {
        return;
    }
    let (Some(a), Some(b)) = (units[i].text.chars().next_back(), next.text.chars().next()) else { return };
    let mut say = |feature, held: bool| {
        if held {
            out.push((feature, 1.0));
        }
    };
    say(Feature::CutSeen, chars::is_han(a) && chars::is_han(b) && grams.count(a, b) > 0);
    // In European texts, a capital letter begins something and a small one nothing.
    let european = european::is_latin(b) && european::meet(&units[i].text, &next.text);
    say(Feature::CutWord, pairs::in_word(a, b) || european && b.is_lowercase());
    say(Feature::NextFresh, facts[i + 1].fresh || european && b.is_uppercase());
    say(Feature::CutEndOdd, END_ODD.has(a));
    say(Feature::CutEndFit, END_FIT.has(a));
    say(Feature::CutStartOdd, START_ODD.has(b));
    say(Feature::CutStartFit, START_FIT.has(b) || chars::is_opener(b));
    let comma = |c: char| matches!(c, ',' | '，' | ';' | '；');
    let same =
        chars::head(&units[i].text, 2) == chars::head(&next.text, 2) || (comma(a) && units[i].text.starts_with(b));
    say(Feature::Anaphora, same);
    say(Feature::Semicolon, matches!(a, ';' | '；'));
    say(Feature::CutPunct, starts_with_stop(&next.text, b) || b == '%' || b == '％');
    let in_clause = facts[i].len <= 90 && units[i].glance.commas > 0;
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    say(
        Feature::CutDigit,
        (digit(a) && (digit(b) || (chars::is_han(b) && in_clause) || "年月日时万亿元个多余岁人名家项米吨".contains(b)))
            || (a == '第' && digit(b)),
    );
    let late = starts_late(&next.text);
    say(Feature::NextRest, late);
    say(Feature::NextSpeaker, !late && facts[i].len <= 60 && speaks(&next.text));
    say(Feature::CutQuote, facts[i].balance > 0 && facts[i + 1].balance < 0);
}
