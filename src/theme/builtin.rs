//! The default theme, compiled in.

/// Templates by name.
pub(super) const TEMPLATES: &[(&str, &str)] = &[
    ("404.html", include_str!("../../themes/default/templates/404.html")),
    ("archive.html", include_str!("../../themes/default/templates/archive.html")),
    ("article.html", include_str!("../../themes/default/templates/article.html")),
    ("base.html", include_str!("../../themes/default/templates/base.html")),
    ("column.html", include_str!("../../themes/default/templates/column.html")),
    ("columns.html", include_str!("../../themes/default/templates/columns.html")),
    ("components.html", include_str!("../../themes/default/templates/components.html")),
    ("district.html", include_str!("../../themes/default/templates/district.html")),
    ("districts.html", include_str!("../../themes/default/templates/districts.html")),
    ("doc.html", include_str!("../../themes/default/templates/doc.html")),
    ("feed.xml", include_str!("../../themes/default/templates/feed.xml")),
    ("gallery.html", include_str!("../../themes/default/templates/gallery.html")),
    ("home.html", include_str!("../../themes/default/templates/home.html")),
    ("issue.html", include_str!("../../themes/default/templates/issue.html")),
    ("month.html", include_str!("../../themes/default/templates/month.html")),
    ("opensearch.xml", include_str!("../../themes/default/templates/opensearch.xml")),
    ("page.html", include_str!("../../themes/default/templates/page.html")),
    ("reporter.html", include_str!("../../themes/default/templates/reporter.html")),
    ("reporters.html", include_str!("../../themes/default/templates/reporters.html")),
    ("search.html", include_str!("../../themes/default/templates/search.html")),
    ("sitemap.xml", include_str!("../../themes/default/templates/sitemap.xml")),
    ("year.html", include_str!("../../themes/default/templates/year.html")),
];

/// Assets by the path they are published under.
pub(super) const ASSETS: &[(&str, &[u8])] = &[
    ("assets/style.css", include_bytes!("../../themes/default/assets/style.css")),
    ("favicon.svg", include_bytes!("../../themes/default/assets/favicon.svg")),
];

/// The script of the search page, published without its comments. It uses the one that the
/// index has beside it.
pub(super) const SCRIPT: (&str, &str) = ("search/page.js", include_str!("../../themes/default/assets/search-page.js"));

/// The rules of the search page, joined to the stylesheet.
pub(super) const SEARCH_STYLE: &str = include_str!("../../themes/default/assets/search.css");
