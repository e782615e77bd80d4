//! The rules of place names, as tables an editor can read.
//!
//! Everything here is about Chinese place names in general: which endings make a name, which
//! words around a short name show that the place is meant, which show that it is not. No place
//! of any city stands here; names come from the table of the site alone.

/// Endings of county-level names. 茶陵县, 荷塘区, 某某高新区, 某某示范区 need no context.
pub(super) const COUNTY_ENDINGS: [&str; 6] = ["县", "区", "市", "旗", "縣", "區"];

/// Endings of township-level names. A place counts only in this full form: 建设街道, never 建设.
pub(super) const PLACE_ENDINGS: [&str; 11] =
    ["街道", "地区", "镇", "乡", "苏木", "农场", "林场", "管理处", "管理局", "鎮", "鄉"];

/// The same ending in traditional characters, so that 茶陵縣 is found where the table has 茶陵县.
pub(super) const TRADITIONAL_ENDINGS: [(&str, &str); 4] = [("县", "縣"), ("区", "區"), ("镇", "鎮"), ("乡", "鄉")];

/// First characters that make a two-character name an accident of running text:
/// 城镇和县城 (和县), 交通县道 (通县), 山东区域 (东区).
pub(super) const COMMON_HEADS: &str = "和与及同向通道单成全各该本东西南北中郊城市新老大小辖我每县区";

/// Names that are also common nouns. They count only beside their district.
pub(super) const NAMES_THAT_ARE_WORDS: [&str; 18] = [
    "新市镇",
    "新城镇",
    "中心镇",
    "特色镇",
    "小城镇",
    "重点镇",
    "卫星镇",
    "高新区",
    "经开区",
    "开发区",
    "示范区",
    "新区",
    "城区",
    "郊区",
    "工业区",
    "新城区",
    "老城区",
    "中心城区",
];

/// Verbs that make a subdistrict's name read as verb and object: 建设街道 (build streets).
pub(super) const VERB_HEADS: [&str; 10] =
    ["建设", "整治", "改造", "清扫", "美化", "亮化", "装点", "连接", "穿过", "打扫"];

/// What follows when an office of the place is meant: 建设街道办事处, 新市镇党委.
pub(super) const OFFICE_AFTER: [&str; 12] =
    ["办事处", "党工委", "党委", "政府", "人大", "纪委", "政协", "综合", "司法所", "派出所", "辖区", "社区"];

/// What follows a full county name when the last character belongs to the next word:
/// 天元区块链 (天元 + 区块链), 石峰区间车 (石峰 + 区间). The short name is tried instead.
pub(super) const SPLITS_COUNTY: [&str; 5] = ["区块", "区间", "区别于", "区域", "县域"];

/// What follows a township's name when its last character belongs to the next word.
pub(super) const SPLITS_PLACE: [&str; 12] =
    ["镇江", "镇定", "镇静", "镇压", "镇痛", "镇守", "乡愁", "乡音", "乡情", "街道路", "街道两", "街道上"];

/// Characters that stand before a township's name when it is the tail of a longer one
/// (大龙潭镇, 新龙潭镇 are not 龙潭镇).
pub(super) const NAME_EXTENDERS: &str = "大小上下东西南北前后新老旧古白黑红青黄金银双";

/// What shows, right after a short name, that the place is meant: 醴陵籍, 茶陵境内, 石峰公安.
pub(super) const PLACE_AFTER: [&str; 62] = [
    "籍",
    "境内",
    "一带",
    "城区",
    "城乡",
    "县城",
    "县委",
    "县政府",
    "县域",
    "县人",
    "区委",
    "区政府",
    "区人",
    "市委",
    "市政府",
    "市人",
    "全县",
    "全区",
    "全市",
    "两地",
    "三地",
    "四地",
    "等地",
    "各地",
    "大地",
    "片区",
    "新区",
    "高新区",
    "经开区",
    "开发区",
    "示范区",
    "工业园",
    "产业园",
    "园区",
    "公安",
    "法院",
    "检察院",
    "检察",
    "交警",
    "消防",
    "分局",
    "支行",
    "农商",
    "供电",
    "税务",
    "市场监管",
    "老区",
    "老县城",
    "干部",
    "群众",
    "百姓",
    "儿女",
    "学子",
    "方言",
    "段",
    "站",
    "东站",
    "北站",
    "两县",
    "两区",
    "三县",
    "三区",
];

/// What follows a short name when its people are meant (石峰人); not 石峰人家, 石峰人生.
pub(super) const NOT_PEOPLE: &str = "家生间类物工行员格心";

/// What shows, right before a short name, that the place is meant: 落户醴陵, 位于渌口.
pub(super) const PLACE_BEFORE: [&str; 50] = [
    "位于",
    "地处",
    "来到",
    "走进",
    "前往",
    "奔赴",
    "落户",
    "落地",
    "扎根",
    "定居",
    "出生于",
    "家住",
    "毗邻",
    "途经",
    "回到",
    "返回",
    "抵达",
    "进驻",
    "赴",
    "在",
    "省",
    "市",
    "湖南",
    "湖北",
    "广东",
    "广西",
    "江西",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "山东",
    "山西",
    "河南",
    "河北",
    "辽宁",
    "吉林",
    "黑龙江",
    "内蒙古",
    "宁夏",
    "新疆",
    "西藏",
    "台湾",
];

/// What a government or a place does, said right after a short name that opens a clause:
/// 醴陵举行…, 茶陵加快…. Verbs of a single person (介绍, 表示, 坚持) are left out on purpose:
/// 石峰 is a man's name as well.
pub(super) const PLACE_VERBS: [&str; 36] = [
    "举行",
    "召开",
    "举办",
    "启动",
    "出台",
    "发布",
    "建成",
    "入选",
    "获评",
    "获批",
    "新增",
    "迎来",
    "掀起",
    "加快",
    "推进",
    "推动",
    "全力",
    "全面",
    "力争",
    "狠抓",
    "着力",
    "紧扣",
    "大力",
    "深化",
    "打造",
    "唱好",
    "多措并举",
    "聚力",
    "实施",
    "吹响",
    "拉开",
    "跑出",
    "擦亮",
    "做强",
    "做优",
    "严查",
];

/// What follows a short name when something else is meant: the plain word (荷塘月色, 荷塘边),
/// a firm (天元律师), a game (天元围棋), or a person who speaks (石峰说). Wins over all cues.
pub(super) const NEVER_AFTER: [&str; 60] = [
    "月色", "月", "边", "畔", "旁", "里", "中", "上", "下", "之", "底", "顶", "深处", "水", "清", "秀", "美", "景",
    "花", "鱼", "莲", "泥", "蛙", "夜", "围棋", "杯", "赛", "战", "头衔", "集团", "公司", "股份", "有限", "律师",
    "律所", "酒店", "大厦", "药业", "科技", "宠物", "先生", "女士", "同志", "老师", "教授", "说", "道", "表示", "介绍",
    "告诉", "指出", "强调", "认为", "回忆", "坦言", "笑", "摄", "、男", ",男", "，男",
];

/// What follows a name when a person's origin is meant, which says little about the article.
pub(super) const ORIGIN_AFTER: [&str; 1] = ["籍"];

/// Marks between the members of a list of places: 茶陵、炎陵和攸县.
pub(super) const LIST_MARKS: [&str; 7] = ["、", "和", "与", "及", "以及", "，", "·"];

/// Characters before a county-level ending that make it one's own: 我市泗汾镇, 全县各地.
pub(super) const OWN: &str = "我全本该";

/// Function characters before which a name may begin: 以泗汾镇为核心, 到沈潭镇, 和均楚镇.
pub(super) const NAME_MAY_FOLLOW: &str = "在于到赴往从由以为是的和与及等该至向经将把对让给进驻抵离过近";

/// Characters that make the ending a plain noun and no name: 乡镇, 古镇, 五个镇, 家乡, 两条街道.
pub(super) const PLAIN_BEFORE_ENDING: &str =
    "城乡村集市小古名重强各全该本个制心色点型老新两二三四五六七八九十几数业贸家故水返下回还异同入离条座多近旅本镇";

/// What follows an ending that belongs to the next word: 美丽乡村, 乡镇.
pub(super) const ENDING_GOES_ON: &str = "村镇土愁亲情音里贤间党江定静压痛";
