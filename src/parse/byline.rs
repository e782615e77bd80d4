//! Bylines: who wrote it, in all the forms papers print it.
//!
//! `全媒体记者/廖明 通讯员/肖合祥`, `■ 海南日报全媒体记者 林博新`, `本报记者  刘志强  韩  鑫`,
//! `文/本报记者 吴心怡 图/洋浦海事局`, `记者高剑飞、田莎`, `李支国`. A text is cut into words, each
//! word is a role, a name, or a role with a name behind it; anything else and the text is no
//! byline at all. Roles are kept as printed, a role holds for the names after it, and the two
//! halves of a spaced name are put together.

use super::{chars, glance::Kinds, lines::Unit};
use crate::press::Credit;

/// How sure it is that a text is a byline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Bare names that any two words could be.
    Weak,
    /// A role or the byline mark ■ stands before them.
    Strong,
}

/// A byline as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Byline {
    pub(super) credits: Vec<Credit>,
    pub(super) strength: Strength,
}

/// Words a role ends in, longest first where one ends in another.
const ROLES: &[&str] = &[
    "特约评论员",
    "特约撰稿人",
    "撰稿人",
    "评论员",
    "评论員",
    "通讯员",
    "通訊員",
    "實習生",
    "实习生",
    "记者",
    "記者",
    "特派员",
    "编辑",
    "編輯",
    "摄影报道",
    "摄影",
    "攝影",
    "撰文",
    "供图",
    "整理",
    "作者",
    "编译",
    "主笔",
    "观察员",
    "特稿",
];

/// Roles of one or two characters that count only with a stroke or colon behind them: 文/ 图/.
const SHORT_ROLES: &[&str] = &[
    "文",
    "图",
    "圖",
    "摄",
    "文图",
    "图文",
    "文字",
    "图片",
    "绘图",
    "制图",
    "漫画",
    "诗",
    "绘",
    "文/图",
    "图/文",
    "文字整理",
    "视频",
    "采写",
    "策划",
];

/// What one person did alone, as a word of its own.
const SHARED_WORK: &[&str] = &["文/图", "图/文", "文/圖", "文图", "图文", "文／图", "图／文"];

/// Single-character family names, by how common they are.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎雷龙段郝孔邵史毛常万顾赖武康贺严施洪牛龚樊温庞殷庄章鲁倪葛俞翟蓝聂覃季骆符车欧关焦欧柳吉鲍巫牟尚单詹左喻岳涂祝耿卓向安齐成伍冉管辛柯裴毕祁颜舒宁路穆苗翁莫易曲游邢文古申戴解项凌霍甘包盛娄褚宫应冷景简纪党占甄戈卫屈靳谷隋连丘桑米艾阮华褟练臧寇仇银麦钱晏敖和原时计麻商戚缪茅滕井元桂窦全郁阳查佟班闻仲海占晋邝冼蒙云官瞿房蔺明冀储师鞠习虞郎芦竺荣池粟楚匡湛揭竹盖农巩苑达乔雍曲桑帅宗权利展初丛母封付代辜令荆幸敬乐浦平昌兰岑饶慕梅宾步阙巴年况束刁劳郗佘衣强富庹郜沙苟由候展皮牧生米晁尉斯覃禤问曼吾洛勾濮宓邬费仝国撒修訾";

/// Family names of two characters.
const LONG_SURNAMES: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "东方", "端木", "南宫",
    "呼延", "闻人", "宇文",
];

/// Ends of names that are of bodies, not of people.
const BODIES: &[&str] = &[
    "社",
    "局",
    "厅",
    "部",
    "委",
    "办",
    "中心",
    "公司",
    "集团",
    "政府",
    "学院",
    "大学",
    "医院",
    "日报",
    "网",
    "单位",
    "方",
    "视觉",
    "中国",
    "协会",
    "公安",
    "法院",
    "检察院",
    "馆",
    "站",
    "队",
    "所",
    "院",
    "台",
];

/// Whether the name is of a body (新华社, 洋浦海事局), not of a person.
pub(super) fn is_body(name: &str) -> bool {
    let long = chars::len(name) >= 3;
    long && BODIES.iter().any(|end| name.ends_with(end)) && (chars::len(name) >= 4 || name.ends_with('社'))
}

/// Whether a word can be the name of a person.
pub(super) fn is_name(word: &str) -> bool {
    let length = chars::len(word);
    if word.contains(['·', '•', '・']) {
        // 地名·见闻, 读书·思考: two and two is how columns are called.
        if word.split(['·', '•', '・']).all(|part| chars::len(part) == 2) {
            return false;
        }
        return (4..=20).contains(&length) && word.chars().all(|c| chars::is_han(c) || matches!(c, '·' | '•' | '・'));
    }
    if !(2..=4).contains(&length) || !word.chars().all(chars::is_han) {
        return false;
    }
    LONG_SURNAMES.iter().any(|s| word.starts_with(s)) || (length <= 3 && word.chars().next().is_some_and(is_surname))
}

pub(super) fn is_surname(c: char) -> bool {
    SURNAMES.contains(c)
}

/// Reads a block as a byline.
pub(super) fn of(unit: &Unit<'_>) -> Option<Byline> {
    let prose = Kinds::FULL_STOP.or(Kinds::STOP).or(Kinds::QUOTE).or(Kinds::STRAIGHT);
    if unit.glance.holds(prose) { None } else { read(&unit.text) }
}

/// Reads a stand-alone byline, the text of a byline in brackets, or the names of a credit.
pub(super) fn read(text: &str) -> Option<Byline> {
    let text = chars::trim(text);
    let bare = text.trim_start_matches(|c: char| chars::is_bullet(c) || chars::is_blank(c));
    let marked = bare.len() < text.len();
    let bare = bare.trim_start_matches(['—', '―', '-']).trim_start_matches(chars::is_blank);
    if bare.is_empty() || chars::is_longer(bare, 160) || bare.contains(['。', '！', '？', '“', '”', '"', '!', '?'])
    {
        return None;
    }
    if let Some(name) = desk(bare).or_else(|| of_old(bare)) {
        let credits = vec![Credit { role: String::new(), name: name.to_owned() }];
        return Some(Byline { credits, strength: Strength::Strong });
    }
    let words = words(bare);
    let mut reader = Reader { role: String::new(), credits: Vec::new(), roles: 0, odd: 0 };
    let mut i = 0;
    while i < words.len() {
        i += reader.take(&words[i..])?;
    }
    reader.finish(marked)
}

/// A desk of the paper itself: 本报资料室, 本报编辑部.
fn desk(text: &str) -> Option<&str> {
    let own = text.starts_with("本报") || text.starts_with("本刊");
    (own && chars::len(text) <= 7 && ["资料室", "编辑部", "评论部", "编委会"].iter().any(|d| text.ends_with(d)))
        .then_some(text)
}

/// A writer of old with the dynasty in brackets: (唐)杜甫.
fn of_old(text: &str) -> Option<&str> {
    const DYNASTIES: &[&str] = &["汉", "魏", "晋", "隋", "唐", "宋", "北宋", "南宋", "金", "元", "明", "清", "近代"];
    let (dynasty, name) = chars::bracket_start(text)?;
    let name = chars::trim(name);
    (DYNASTIES.contains(&dynasty) && (2..=4).contains(&chars::len(name)) && name.chars().all(chars::is_han))
        .then_some(name)
}

struct Reader {
    role: String,
    credits: Vec<Credit>,
    roles: usize,
    odd: usize,
}

impl Reader {
    /// Takes one word, or the two halves of a spaced name; how many words it took. `None` when
    /// the word is neither role nor name.
    fn take(&mut self, words: &[&str]) -> Option<usize> {
        let word = words[0];
        if chars::len(word) == 1 {
            let second = words.get(1).filter(|w| chars::len(w) == 1)?;
            self.name(&format!("{word}{second}"));
            return Some(2);
        }
        if SHARED_WORK.contains(&word) {
            // 文/图 本报记者 张三, 本报记者 张三 文/图: who it is follows or stood before.
            self.roles += 1;
            if self.credits.is_empty() {
                self.role = word.to_owned();
            }
            return Some(1);
        }
        if is_name(word) && !ends_in_role(word) {
            self.name(word);
            return Some(1);
        }
        if let Some((role, name)) = split_role(word) {
            self.role = role.to_owned();
            self.roles += 1;
            let name = name.trim_start_matches(['/', '／', '：', ':', '|']);
            if !name.is_empty() {
                return self.after_role(name, words);
            }
            return Some(1);
        }
        let known = self.roles > 0;
        if known && (is_body(word) || (chars::len(word) <= 4 && word.chars().all(chars::is_han))) {
            self.odd += usize::from(!is_body(word));
            self.name(word);
            return Some(1);
        }
        None
    }

    /// The name that stands right behind a role: `记者廖喜春`, and `本报记者李  鑫` in halves.
    fn after_role(&mut self, name: &str, words: &[&str]) -> Option<usize> {
        if chars::len(name) == 1 {
            let second = words.get(1).filter(|w| chars::len(w) == 1)?;
            self.name(&format!("{name}{second}"));
            return Some(2);
        }
        if is_name(name) || is_body(name) || (chars::len(name) <= 4 && name.chars().all(chars::is_han)) {
            self.odd += usize::from(!is_name(name) && !is_body(name));
            self.name(name);
            return Some(1);
        }
        None
    }

    fn name(&mut self, name: &str) {
        self.credits.push(Credit { role: self.role.clone(), name: name.to_owned() });
    }

    fn finish(self, marked: bool) -> Option<Byline> {
        let strong = self.roles > 0 || (marked && !self.credits.is_empty());
        let plausible = self.odd <= 1 + self.credits.len() / 2 && self.credits.len() <= 40;
        let named = self.roles > 0 || self.credits.iter().all(|c| is_name(&c.name));
        if !plausible || !named || (self.credits.is_empty() && self.roles == 0) {
            return None;
        }
        if !strong && self.credits.len() > 4 {
            return None;
        }
        let mut credits = self.credits;
        if let (true, Some(body)) =
            (credits.is_empty(), ROLES.iter().find_map(|r| self.role.strip_suffix(r)).filter(|b| !b.is_empty()))
        {
            // 新华社记者, and no name: the agency is who wrote it. 本报评论员 is a name in itself.
            let own = ["本报", "本刊", "本台", "本网"].contains(&body);
            let (role, name) = if own { ("", self.role.as_str()) } else { (&self.role[body.len()..], body) };
            credits.push(Credit { role: role.to_owned(), name: name.to_owned() });
        }
        Some(Byline { credits, strength: if strong { Strength::Strong } else { Strength::Weak } })
    }
}

/// Cuts at spaces and at the commas that stand between names; a stroke stays with its role.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| chars::is_blank(c) || matches!(c, '、' | '，' | ',' | '；' | ';' | '|'))
        .filter(|w| !w.is_empty())
        .collect()
}

fn ends_in_role(word: &str) -> bool {
    ROLES.iter().any(|role| word.ends_with(role))
}

/// Splits `株洲日报全媒体记者廖喜春` into its role and what stands behind it.
fn split_role(word: &str) -> Option<(&str, &str)> {
    if let Some(at) = word.find(['/', '／', '：', ':']) {
        let role = &word[..at];
        // `文/本报记者`: the outer role says less than the inner one.
        let width = word[at..].chars().next().map_or(1, char::len_utf8);
        let inner = &word[at + width..];
        if SHORT_ROLES.contains(&role) {
            return Some(split_role(inner).unwrap_or((role, inner)));
        }
        return (chars::len(role) <= 14 && role_like(role)).then_some((role, inner));
    }
    let end = role_end(word)?;
    let (role, name) = word.split_at(end);
    (role_like(role) && chars::len(role) <= 16 && chars::len(name) <= 20).then_some((role, name))
}

/// Where the last role in a word ends.
fn role_end(word: &str) -> Option<usize> {
    let last = |c: char| {
        matches!(
            c,
            '员' | '員' | '人' | '生' | '者' | '辑' | '輯' | '道' | '影' | '文' | '图' | '理' | '译' | '笔' | '稿'
        )
    };
    let ends = word.char_indices().rev().filter(|(_, c)| last(*c)).map(|(at, c)| at + c.len_utf8());
    ends.into_iter().find(|end| ends_in_role(&word[..*end]))
}

/// A role is words of Han (`《环球人物》记者`, `本报特约评论员`), never a piece of a sentence.
fn role_like(role: &str) -> bool {
    let clean = role.chars().all(|c| chars::is_han(c) || c.is_ascii_alphanumeric() || matches!(c, '《' | '》' | '·'));
    let told = ["作者为", "作者系", "告诉", "对", "向", "据", "从", "让", "与", "和", "问", "在", "是", "的", "了"];
    clean && ends_in_role(role) && !told.iter().any(|word| role.contains(word))
}

/// Drops the paper's own name before a role: on a page whose datelines say `株洲日报讯`, a
/// `株洲日报全媒体记者` is a `全媒体记者` like those in its brackets.
pub(super) fn own_paper(credits: &mut [Credit], paper: Option<&str>) {
    let Some(paper) = paper else { return };
    for credit in credits {
        if let Some(rest) = credit.role.strip_prefix(paper)
            && !rest.is_empty()
        {
            credit.role = rest.to_owned();
        }
    }
}

/// A photo credit: `株洲日报通讯员/罗铭摄`, `本报记者  黄炜鑫摄`, `杨世尧摄（人民视觉）`, `(主办方供图)`.
/// The names are credited with the role 摄影 or 供图; none when the line names a body or an agency
/// (（影像中国）): then it has to stay as it is printed.
pub(super) fn credit(text: &str) -> Option<Vec<Credit>> {
    let text = chars::trim(text);
    if chars::is_longer(text, 40) || text.contains(['。', '“', '！', '？']) {
        return None;
    }
    let (inner, agency) = match chars::bracket_start(text) {
        Some((inner, "")) => (inner, false),
        _ => match chars::bracket_end(text) {
            Some((before, _)) if !before.is_empty() => (chars::trim(before), true),
            _ => (text, false),
        },
    };
    let ends = [
        ("摄影报道", "摄影"),
        ("摄影", "摄影"),
        ("摄", "摄影"),
        ("攝", "摄影"),
        ("供图", "供图"),
        ("提供", "供图"),
        ("绘", "绘图"),
        ("发", "摄影"),
    ];
    let (names, role) = ends.iter().find_map(|(end, role)| inner.strip_suffix(end).map(|n| (chars::trim(n), *role)))?;
    if inner.ends_with('发') && !inner.contains("社") {
        return None;
    }
    let names = names.trim_end_matches(['/', '／']);
    let names =
        ["图片由", "图由", "本版图片由", "图/", "图片"].iter().find_map(|p| names.strip_prefix(p)).unwrap_or(names);
    let found = read(names).map(|b| b.credits).unwrap_or_default();
    if found.is_empty() && (chars::len(names) > 12 || !names.chars().all(|c| chars::is_han(c) || chars::is_blank(c))) {
        return None;
    }
    if agency {
        return Some(Vec::new());
    }
    Some(found.into_iter().map(|c| Credit { role: role.to_owned(), name: c.name }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let Some(byline) = read(text) else { return "-".into() };
        let names: Vec<String> = byline.credits.iter().map(|c| format!("{}:{}", c.role, c.name)).collect();
        names.join(" ")
    }

    #[test]
    fn forms_of_bylines() {
        assert_eq!(shown("全媒体记者/廖明 通讯员/肖合祥"), "全媒体记者:廖明 通讯员:肖合祥");
        assert_eq!(shown("株洲日报全媒体记者廖喜春 刘芳"), "株洲日报全媒体记者:廖喜春 株洲日报全媒体记者:刘芳");
        assert_eq!(shown("■ 海南日报全媒体记者 林博新"), "海南日报全媒体记者:林博新");
        assert_eq!(shown("本报记者  刘志强  邱超奕  韩  鑫"), "本报记者:刘志强 本报记者:邱超奕 本报记者:韩鑫");
        assert_eq!(shown("记者高剑飞、田莎"), "记者:高剑飞 记者:田莎");
        assert_eq!(shown("《环球人物》记者 高  塬"), "《环球人物》记者:高塬");
        assert_eq!(shown("李支国"), ":李支国");
        assert_eq!(shown("文/海南日报全媒体记者 吴心怡 图/洋浦海事局"), "海南日报全媒体记者:吴心怡 图:洋浦海事局");
        assert_eq!(shown("文/图 本报记者 张三"), "本报记者:张三");
        assert_eq!(shown("本报记者 张三 文/图"), "本报记者:张三");
        assert_eq!(shown("见习记者 梁昱坤 摄影 陈恒"), "见习记者:梁昱坤 摄影:陈恒");
    }

    #[test]
    fn what_is_no_byline() {
        for text in
            ["守护青山常绿", "记者从国家能源局获悉", "记者问见第四版", "告别与出发", "周·见", "一张超薄铝箔怎样诞生"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn credits_of_photos() {
        let names = |t: &str| credit(t).map(|c| c.into_iter().map(|c| c.name).collect::<Vec<_>>());
        assert_eq!(names("株洲日报通讯员/罗铭摄"), Some(vec!["罗铭".to_owned()]));
        assert_eq!(names("杨世尧摄（人民视觉）"), Some(vec![]));
        assert_eq!(names("(主办方供图)"), Some(vec![]));
        assert_eq!(names("最高气温35摄氏度"), None);
    }
}
