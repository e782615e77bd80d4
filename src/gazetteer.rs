//! The gazetteer: the districts a site knows, and where their names stand in a text.
//!
//! The table comes from `site.toml`; nothing here knows a city.

use crate::press::Slug;

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

/// All districts of a site, in the order of the table.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    districts: Vec<District>,
}

impl Gazetteer {
    /// A gazetteer of these districts. The caller has checked that names and slugs are unique.
    pub fn new(districts: Vec<District>) -> Self {
        Self { districts }
    }

    /// The districts in the order of the table.
    pub fn districts(&self) -> &[District] {
        &self.districts
    }
}
