//! Slugs of one folder, unique and the same on every build.

use std::collections::BTreeSet;

use crate::press::{Slug, unique};

/// Slugs already given away in one folder. Who comes second gets `-2`, and so on: names are
/// handed over in order of first appearance, so that a name that turns up later never takes
/// an address from an older one.
#[derive(Debug, Default)]
pub(crate) struct Taken(BTreeSet<String>);

impl Taken {
    /// A folder in which these names are reserved.
    pub(crate) fn reserving(names: &[&str]) -> Self {
        Self(names.iter().map(|name| (*name).to_owned()).collect())
    }

    /// The slug itself if it is free, else with the lowest free number.
    pub(crate) fn claim(&mut self, wanted: &Slug) -> Slug {
        let slug = unique(wanted.clone(), |slug| self.0.contains(slug.as_str()));
        self.0.insert(slug.as_str().to_owned());
        slug
    }
}

#[cfg(test)]
mod tests {
    use super::Taken;
    use crate::press::Slug;

    #[test]
    fn second_comers_get_a_number() {
        let slug = |text: &str| Slug::parse(text).unwrap();
        let mut taken = Taken::reserving(&["index"]);
        assert_eq!(taken.claim(&slug("li-wei")).as_str(), "li-wei");
        assert_eq!(taken.claim(&slug("li-wei")).as_str(), "li-wei-2");
        assert_eq!(taken.claim(&slug("li-wei-2")).as_str(), "li-wei-2-2");
        assert_eq!(taken.claim(&slug("index")).as_str(), "index-2");
        let long = slug(&"a".repeat(80));
        taken.claim(&long);
        assert_eq!(taken.claim(&long).as_str().len(), 80);
    }
}
