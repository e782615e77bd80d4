//! Names: which words can be the name of a person, and which are of bodies. Each function answers for
//! one word by its characters alone.

use std::sync::LazyLock;

use crate::parse::chars;

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
pub(in crate::parse) fn is_body(name: &str) -> bool {
    let long = chars::len(name) >= 3;
    long && BODIES.iter().any(|end| name.ends_with(end)) && (chars::len(name) >= 4 || name.ends_with('社'))
}

/// Whether a word can be the name of a person.
pub(in crate::parse) fn is_name(word: &str) -> bool {
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
    (length <= 3 && word.chars().next().is_some_and(is_surname)) || LONG_SURNAMES.iter().any(|s| word.starts_with(s))
}

fn is_surname(c: char) -> bool {
    static SET: LazyLock<chars::Set> = LazyLock::new(|| chars::Set::of(SURNAMES));
    SET.has(c)
}
