//! The gazetteer: the districts a site knows, where their names stand in a text, and what an
//! article is about.
//!
//! The table comes from `site.toml`; nothing here knows a city. `rules` holds what is true of
//! Chinese place names in general, `matcher` finds names ([`Gazetteer::matches`]), `tag` weighs
//! them ([`Gazetteer::tag`]), `suggest` finds names one character off. It refuses to guess: a
//! short name without a word beside it that shows a place, and a township that several districts
//! have, stay unmatched.

mod matcher;
mod openings;
mod rules;
mod suggest;
mod tag;

use std::ops::Range;

use self::matcher::Matcher;
pub use self::suggest::Suggestion;
use crate::{press::Slug, watch::Watch};

/// One district (区县) of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// Canonical name, e.g. 茶陵县.
    pub name: String,
    /// Last part of its addresses and the anchor of its sections, e.g. `chaling`.
    pub slug: Slug,
    /// 市辖区, 县, 县级市, 功能区 …, as shown to readers.
    pub kind: Option<String>,
    /// National statistical code, where it has one.
    pub code: Option<String>,
    /// Other names in use: short forms, development zones that share its seat.
    pub aliases: Vec<String>,
    /// Names it had before.
    pub former: Vec<String>,
    /// The seat, where a dateline may name it instead of the district.
    pub seat: Option<String>,
    /// Townships and subdistricts (乡镇街道), full names.
    pub places: Vec<String>,
}

/// By which of its names a district was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The canonical name (茶陵县).
    Name,
    /// Another name in use, the short form among them (茶陵, 某某高新区).
    Alias,
    /// A name it had before.
    Former,
    /// Its seat.
    Seat,
    /// A township or subdistrict of it.
    Place,
}

/// A district named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Index into [`Gazetteer::districts`].
    pub district: usize,
    /// Bytes of the text, at character boundaries.
    pub range: Range<usize>,
    /// By which name.
    pub how: How,
}

/// All districts of a site, in the order of the table.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    districts: Vec<District>,
    matcher: Matcher,
}

impl Gazetteer {
    /// A gazetteer of these districts. The caller has checked that names and slugs are unique.
    ///
    /// The short form of a name (荷塘 of 荷塘区) need not be among its aliases. Names of one
    /// character are ignored: nothing can tell them from text.
    pub fn new(districts: Vec<District>) -> Self {
        let matcher = Matcher::new(&districts);
        Self { districts, matcher }
    }

    /// The districts in the order of the table.
    pub fn districts(&self) -> &[District] {
        &self.districts
    }

    /// The district of that canonical name.
    pub fn find(&self, name: &str) -> Option<&District> {
        self.districts.iter().find(|district| district.name == name)
    }

    /// The characters that names of districts begin with.
    pub(crate) fn openings(&self) -> &Watch {
        self.matcher.openings()
    }

    /// Where the text names districts, in text order, without overlaps; the longest name wins.
    ///
    /// One pass over the text. Short names need a sign that the place is meant, townships their
    /// full form; see the tables of the `rules` module.
    pub fn matches(&self, text: &str) -> Vec<Mention> {
        self.matcher.mentions(text)
    }

    /// The district a section heading is about: its leading name, followed by a colon or a
    /// space (`茶陵县： 以…`), or all of the heading. `None` when it opens with anything else,
    /// a list of districts too.
    ///
    /// ```
    /// # use zzsite::gazetteer::{District, Gazetteer};
    /// # use zzsite::press::Slug;
    /// # let slug = Slug::parse("chaling").unwrap();
    /// # let (aliases, former, places) = (vec![], vec![], vec![]);
    /// # let district = District {
    /// #     name: "茶陵县".into(), slug, kind: None, code: None, aliases, former, seat: None, places };
    /// let gazetteer = Gazetteer::new(vec![district]);
    /// assert_eq!(gazetteer.section_district("茶陵县： 红茶飘香"), Some(0));
    /// assert_eq!(gazetteer.section_district("茶陵县红茶飘香"), None);
    /// ```
    pub fn section_district(&self, heading: &str) -> Option<usize> {
        let lead = heading.trim_start_matches(|c: char| c.is_whitespace() || "■●▲◆★【[·•1234567890.、".contains(c));
        let name = lead.split(|c: char| c.is_whitespace() || "：:】]|｜".contains(c)).next()?;
        self.matcher.owner_of(name)
    }
}

#[cfg(test)]
pub(crate) mod fixture {
    //! A table that shows every kind of name, for tests here and in other modules.

    use super::{District, Gazetteer};
    use crate::press::Slug;

    fn district(name: &str, slug: &str, aliases: &[&str], former: &[&str], seat: &str, places: &[&str]) -> District {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        District {
            name: name.to_owned(),
            slug: Slug::parse(slug).expect("a slug"),
            kind: None,
            code: None,
            aliases: owned(aliases),
            former: owned(former),
            seat: (!seat.is_empty()).then(|| seat.to_owned()),
            places: owned(places),
        }
    }

    /// Ten districts of one city, cut to the names tests speak of.
    pub(crate) fn gazetteer() -> Gazetteer {
        Gazetteer::new(vec![
            district("荷塘区", "hetang", &["荷塘"], &[], "", &["月塘街道", "仙庾镇", "明照街道"]),
            district("芦淞区", "lusong", &[], &[], "", &["建设街道", "枫溪街道", "龙泉街道", "白关镇"]),
            district("石峰区", "shifeng", &[], &[], "", &["田心街道", "云田镇", "学林街道"]),
            district("天元区", "tianyuan", &["株洲高新区"], &[], "", &["泰山路街道", "三门镇", "雷打石镇"]),
            district("渌口区", "lukou", &[], &["株洲县"], "渌口镇", &["渌口镇", "朱亭镇", "龙潭镇", "龙门镇"]),
            district("攸县", "youxian", &["攸"], &[], "", &["酒埠江镇", "新市镇", "网岭镇", "桃水镇"]),
            district("茶陵县", "chaling", &["茶陵"], &[], "云阳街道", &["云阳街道", "界首镇", "桃坑乡"]),
            district("炎陵县", "yanling", &[], &["酃县"], "霞阳镇", &["霞阳镇", "水口镇", "十都镇"]),
            district("醴陵市", "liling", &[], &["醴陵县"], "", &["泗汾镇", "茶山镇", "均楚镇", "官庄镇"]),
            district("株洲经开区", "jingkai", &["云龙示范区"], &[], "", &["云田镇", "学林街道"]),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::fixture::gazetteer;

    #[test]
    fn headings_open_with_the_name_of_their_district() {
        let gazetteer = gazetteer();
        let about =
            |heading: &str| gazetteer.section_district(heading).map(|index| gazetteer.districts()[index].name.as_str());
        assert_eq!(about("茶陵县： 红茶飘香"), Some("茶陵县"));
        assert_eq!(about("株洲高新区：服务上门"), Some("天元区"));
        assert_eq!(about("■醴陵 老街新貌"), Some("醴陵市"));
        assert_eq!(about("【攸县】"), Some("攸县"));
        assert_eq!(about("白关镇：蔬菜进城"), Some("芦淞区"));
        assert_eq!(about("云田镇：花木之乡"), None, "two districts have it");
        assert_eq!(about("市直部门： 靠前服务"), None);
        assert_eq!(about("茶陵县、攸县：联防联控"), None);
        assert_eq!(about("荷塘月色美如画"), None);
        assert_eq!(about(""), None);
    }
}
