//! Names that the place or the post of who writes stands beside: `[美]海明威`, `(唐)杜甫`, `（北京）王芳`,
//! `王芳（市委党校）`, `县委书记 李 明`. Papers print so who is not of the paper itself.

use super::{
    Strength,
    names::{is_body, is_name},
};
use crate::parse::chars;

/// A name and who bears it, in two texts.
pub(super) struct Introduced<'t> {
    /// The post or house, as printed; empty where a place or an age stands before the name.
    pub(super) post: &'t str,
    pub(super) names: &'t str,
    /// A foreign or an old writer is told from other words by the bracket alone.
    pub(super) strength: Strength,
}

/// Characters of the longest text that introduces its names.
const LONGEST: usize = 30;

/// Parts a text into who one is and the name. Whether the names are names is not asked, but where nothing
/// else could tell.
pub(super) fn introduced(text: &str) -> Option<Introduced<'_>> {
    if chars::is_longer(text, LONGEST) {
        return None;
    }
    from_afar(text).or_else(|| behind_name(text)).or_else(|| before_name(text))
}

const DYNASTIES: &[&str] = &["汉", "魏", "晋", "隋", "唐", "宋", "北宋", "南宋", "金", "元", "明", "清", "近代"];

/// Nations as they stand in brackets before the name of a writer.
const NATIONS: &[&str] = &[
    "美",
    "英",
    "法",
    "德",
    "俄",
    "苏",
    "日",
    "意",
    "印",
    "韩",
    "美国",
    "英国",
    "法国",
    "德国",
    "俄国",
    "苏联",
    "日本",
    "印度",
    "韩国",
    "朝鲜",
    "波兰",
    "丹麦",
    "挪威",
    "瑞典",
    "瑞士",
    "荷兰",
    "希腊",
    "捷克",
    "智利",
    "埃及",
    "巴西",
    "伊朗",
    "越南",
    "古希腊",
    "俄罗斯",
    "意大利",
    "奥地利",
    "匈牙利",
    "西班牙",
    "葡萄牙",
    "比利时",
    "爱尔兰",
    "加拿大",
    "墨西哥",
    "阿根廷",
    "哥伦比亚",
    "土耳其",
    "以色列",
    "黎巴嫩",
    "新加坡",
    "澳大利亚",
    "马来西亚",
];

/// What stands in such brackets before other words: （图）, (上).
const NO_PLACES: &[&str] = &["组图", "图文", "视频", "链接", "接上", "续完", "外一", "连载", "节选"];

/// A writer behind the place or the age in brackets: `[美]海明威`, `(唐)杜甫`, `（江苏）王芳`.
fn from_afar(text: &str) -> Option<Introduced<'_>> {
    let inner = text.strip_prefix(['（', '(', '[', '［', '〔'])?;
    let (place, name) = inner.split_once(['）', ')', ']', '］', '〕'])?;
    let (place, name) = (chars::trim(place), chars::trim(name));
    let han = |c: char| chars::is_han(c) || matches!(c, '·' | '•' | '・');
    let of = |strength| Some(Introduced { post: "", names: name, strength });
    if DYNASTIES.contains(&place) && (2..=4).contains(&chars::len(name)) && name.chars().all(chars::is_han)
        || NATIONS.contains(&place) && (2..=12).contains(&chars::len(name)) && name.chars().all(han)
    {
        return of(Strength::Strong);
    }
    let is_place = (2..=4).contains(&chars::len(place)) && place.chars().all(chars::is_han);
    if is_place && !NO_PLACES.contains(&place) && is_name(name) { of(Strength::Weak) } else { None }
}

/// What the words for who one is end in: a house, a place to live and work, a calling.
fn is_who(c: char) -> bool {
    let of_house =
        matches!(c, '校' | '学' | '院' | '系' | '所' | '局' | '厂' | '部' | '委' | '社' | '会' | '司' | '团');
    let of_place = matches!(c, '村' | '乡' | '镇' | '县' | '市' | '区' | '省');
    of_house
        || of_place
        || matches!(c, '师' | '生' | '员' | '工' | '家' | '民' | '长' | '授' | '士' | '人' | '记' | '任')
}

/// A name and who bears it in brackets: `王芳（市委党校）`, `王立民（退休教师）`. （女） stands so in lists, （左一）
/// below pictures.
fn behind_name(text: &str) -> Option<Introduced<'_>> {
    let (names, who) = chars::bracket_end(text)?;
    let (names, who) = (chars::trim(names), chars::trim(who));
    let plain = |c: char| chars::is_han(c) || chars::is_blank(c);
    let is_post = (3..=20).contains(&chars::len(who))
        && who.ends_with(is_who)
        && who.chars().all(plain)
        && !who.starts_with(['女', '男', '左', '右', '前', '后', '据', '见']);
    (is_post && chars::len(names) <= 8).then_some(Introduced { post: who, names, strength: Strength::Weak })
}

/// A name behind the house or the post: `市委党校 肖 斌`, `江城市教育局局长 王芳`.
fn before_name(text: &str) -> Option<Introduced<'_>> {
    let (who, names) = text.split_once(chars::is_blank)?;
    let names = chars::trim(names);
    (is_post(who) && (2..=7).contains(&chars::len(names))).then_some(Introduced {
        post: who,
        names,
        strength: Strength::Weak,
    })
}

/// Whether a word is of a house or a post in one: 市委党校, 县委书记. 好书记 is praise.
fn is_post(word: &str) -> bool {
    const SCHOOLS: &[&str] = &["党校", "学校", "中学", "小学", "研究所", "研究院", "法院", "检察院", "联合会"];
    const POSTS: &[&str] = &[
        "书记", "主任", "局长", "部长", "市长", "县长", "区长", "镇长", "院长", "校长", "会长", "所长", "主席", "教授",
    ];
    if !(4..=16).contains(&chars::len(word)) || !word.chars().all(chars::is_han) {
        return false;
    }
    let house = |word: &str| is_body(word) || SCHOOLS.iter().any(|end| word.ends_with(end));
    let of_place = |word: &str| word.ends_with(['省', '市', '县', '区', '镇', '乡', '村', '委', '府', '会']);
    let posted = POSTS.iter().find_map(|post| word.strip_suffix(post)).map(|at| at.strip_suffix('副').unwrap_or(at));
    house(word) || posted.is_some_and(|at| of_place(at) || at.ends_with(['局', '部', '院', '校', '学', '办']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(&str, &str)> {
        introduced(text).map(|found| (found.post, found.names))
    }

    #[test]
    fn who_is_introduced() {
        assert_eq!(parts("[美]海明威"), Some(("", "海明威")));
        assert_eq!(parts("（俄）列夫·托尔斯泰"), Some(("", "列夫·托尔斯泰")));
        assert_eq!(parts("(唐)杜甫"), Some(("", "杜甫")));
        assert_eq!(parts("（江苏）王芳"), Some(("", "王芳")));
        assert_eq!(parts("王芳（市委党校）"), Some(("市委党校", "王芳")));
        assert_eq!(parts("王立民（退休教师）"), Some(("退休教师", "王立民")));
        assert_eq!(parts("市委党校 肖 斌"), Some(("市委党校", "肖 斌")));
        assert_eq!(parts("县委书记 李明"), Some(("县委书记", "李明")));
    }

    #[test]
    fn who_is_not() {
        for text in
            ["王芳（女）", "王芳（左一）", "（图）高温", "(链接)高温", "好书记 李明", "李明 市长", "王芳（化名）"]
        {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
