//! A template with its HTML minified, so that the pages made of it need no minifying.
//!
//! A site has thousands of pages and some twenty templates; minifying the templates costs
//! nothing, minifying the pages half of the time of a build.
//!
//! 1. [`items`] tells the engine's code from the HTML.
//! 2. [`mask`] puts a stand-in for each piece of code that minify-html takes for what the code
//!    makes: text for a value, an empty element for a statement, a tag with one attribute for a
//!    tag with code in it, whose own quotes and spaces so stay as they were written.
//! 3. minify-html runs, and [`unmask`] puts the code back.
//! 4. Tags and code must come out in the order in which they went in. If they do not (an end
//!    tag left out, an element begun in one branch and ended in another), the template cannot be
//!    minified by itself.
//!
//! White space beside a statement goes only where nothing but elements stands in the parent:
//! between text it may part words, in whichever branch.

use super::items::{Item, Tag, is_text_only, items};

/// Around the number of a value.
const VALUE: [char; 2] = ['\u{e000}', '\u{e001}'];
/// A space that must stay.
const KEPT: char = '\u{e002}';
/// Begins the name of an element for a statement and of the attribute of a tag with code.
const NAME: &str = "zz-";

/// The template minified, or `None` when it cannot be by itself.
pub fn template(source: &str) -> Option<String> {
    if source.contains([VALUE[0], VALUE[1], KEPT]) || source.contains(NAME) {
        return None;
    }
    let before = items(source)?;
    let (masked, codes) = mask(&before);
    let minified = String::from_utf8(super::html(masked.as_bytes()).into_owned()).ok()?;
    let out = unmask(&minified, &codes)?;
    let same = items(&out)?.iter().filter_map(lasting).eq(before.iter().filter_map(lasting));
    same.then_some(out)
}

/// What minifying must keep of an item: the code; of a tag without code, its name.
fn lasting<'t>(item: &Item<'t>) -> Option<(&'t str, bool)> {
    match *item {
        Item::Tag(tag) if tag.coded => Some((tag.source, tag.ends)),
        Item::Tag(tag) => Some((tag.name, tag.ends)),
        Item::Value(code) | Item::Statement(code) => Some((code, false)),
        Item::Text(_) | Item::Space(_) => None,
    }
}

/// The template with stand-ins for its code, and the code by its number.
fn mask<'t>(items: &[Item<'t>]) -> (String, Vec<&'t str>) {
    let parents = parents(items);
    let root = items.len();
    let mut mixed = vec![false; root + 1];
    let name_of = |at: usize| match items.get(at) {
        Some(Item::Tag(tag)) => tag.name,
        _ => "",
    };
    // There is no text in a head: what a value prints there is elements, as of a statement.
    let in_head = |parent: usize| name_of(parent).eq_ignore_ascii_case("head");
    for (item, &parent) in items.iter().zip(&parents) {
        mixed[parent] |= match item {
            Item::Value(_) => !in_head(parent),
            item => matches!(item, Item::Text(_) | Item::Tag(Tag { name: "", .. })),
        };
    }
    // Where white space is text, there is nothing to be kept from minify-html.
    let is_text = |name: &str| is_text_only(name) || name.eq_ignore_ascii_case("pre");
    let within_text = |parent: usize| {
        std::iter::successors(Some(parent), |&at| parents.get(at).copied()).any(|at| is_text(name_of(at)))
    };
    let is_statement = |at: usize| matches!(items.get(at), Some(Item::Statement(_)));
    let beside_statement = |at: usize| at.checked_sub(1).is_some_and(is_statement) || is_statement(at + 1);
    let mut out = String::new();
    let mut codes = Vec::new();
    for (at, (item, &parent)) in items.iter().zip(&parents).enumerate() {
        let number = codes.len();
        match *item {
            Item::Space(_) if mixed[parent] && !within_text(parent) && beside_statement(at) => out.push(KEPT),
            Item::Text(text) | Item::Space(text) => out.push_str(text),
            Item::Tag(Tag { source, coded: false, .. }) => out.push_str(source),
            Item::Tag(tag) if !tag.name.is_empty() && !tag.ends => {
                let end = if tag.closes_itself() { " /" } else { "" };
                out.push_str(&format!("<{} {NAME}{number}{end}>", tag.name));
                codes.push(tag.source);
            }
            Item::Statement(code) | Item::Value(code)
                if in_head(parent) || matches!(item, Item::Statement(_)) && !is_text_only(name_of(parent)) =>
            {
                out.push_str(&format!("<{NAME}{number}></{NAME}{number}>"));
                codes.push(code);
            }
            Item::Value(code) | Item::Statement(code) | Item::Tag(Tag { source: code, .. }) => {
                out.push_str(&format!("{}{number}{}", VALUE[0], VALUE[1]));
                codes.push(code);
            }
        }
    }
    (out, codes)
}

/// For each item the place of the tag of its parent; the number of items stands for the root.
fn parents(items: &[Item<'_>]) -> Vec<usize> {
    let mut open: Vec<usize> = Vec::new();
    let name_of = |at: usize| if let Item::Tag(tag) = items[at] { tag.name } else { "" };
    let mut parents = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        if let Item::Tag(tag) = item
            && tag.ends
            && let Some(place) = open.iter().rposition(|&at| name_of(at).eq_ignore_ascii_case(tag.name))
        {
            open.truncate(place);
        }
        parents.push(open.last().copied().unwrap_or(items.len()));
        if matches!(item, Item::Tag(tag) if tag.opens() && !tag.name.is_empty()) {
            open.push(at);
        }
    }
    parents
}

/// Puts the code back; `None` when a stand-in is not whole.
fn unmask(masked: &str, codes: &[&str]) -> Option<String> {
    let mut out = String::with_capacity(masked.len() * 2);
    let mut rest = masked;
    while let Some(at) = rest.find(['<', VALUE[0], KEPT]) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix(KEPT) {
            out.push(' ');
            rest = after;
        } else if let Some(after) = rest.strip_prefix(VALUE[0]) {
            let (number, after) = after.split_once(VALUE[1])?;
            out.push_str(codes.get(number.parse::<usize>().ok()?)?);
            rest = after;
        } else {
            let (tag, after) = rest.split_at(rest.find('>')? + 1);
            match tag.split_once(NAME) {
                Some((_, number)) => {
                    let number = &number[..number.find(|c: char| !c.is_ascii_digit())?];
                    out.push_str(codes.get(number.parse::<usize>().ok()?)?);
                    let end = format!("</{NAME}{number}>");
                    rest = if tag.starts_with(&format!("<{NAME}")) { after.strip_prefix(&end)? } else { after };
                }
                None => {
                    out.push_str(tag);
                    rest = after;
                }
            }
        }
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::template;

    #[test]
    fn code_stays_and_space_goes() {
        let source = "<ul>\n  {% for x in xs %}\n  <li{% if x.a %} class=\"b\"{% endif %}><a href=\"{{ x.url }}\" title='>'>{{ x.name }}</a></li>\n  {% endfor %}\n</ul>\n<p class=\"c\">\n  {{ a }}\n  {% if b %} <b>{{ b }}</b>{% endif %}\n</p>";
        insta::assert_snapshot!(template(source).unwrap(), @r#"<ul>{% for x in xs %}<li{% if x.a %} class="b"{% endif %}><a href="{{ x.url }}" title='>'>{{ x.name }}</a></li>{% endfor %}</ul><p class=c>{{ a }} {% if b %} <b>{{ b }}</b>{% endif %} </p>"#);
    }

    #[test]
    fn space_between_words_stays_in_every_branch() {
        let source = "<div>{{ a }}{% if b %} <b>x</b>{% endif %} {% if c %}<i>y</i>{% endif %}</div>";
        assert_eq!(template(source).unwrap(), source);
    }

    #[test]
    fn a_value_in_a_head_is_elements() {
        let source = "<head>\n<meta charset=utf-8>\n{{ metas }}\n{% if a %}<link href=b>{% endif %}\n</head>";
        let out = template(source).unwrap();
        assert_eq!(out, "<head><meta charset=utf-8>{{ metas }}{% if a %}<link href=b>{% endif %}</head>");
    }

    #[test]
    fn text_only_elements_and_preformatted_text_are_left_alone() {
        let source = "<title>{% if a %}{{ a }}, {% endif %}b &amp; c</title><script type=application/ld+json>{% if a %}  {{ a | safe }}{% endif %}</script><pre>  {{ a }}\n  {% if b %}\n{{ b }}{% endif %}\n</pre>";
        let out = template(source).unwrap();
        assert!(out.contains("<title>{% if a %}{{ a }}, {% endif %}b & c</title>"), "{out}");
        assert!(out.contains("{% if a %}  {{ a | safe }}{% endif %}</script>"), "{out}");
        assert!(out.contains("<pre>  {{ a }}\n  {% if b %}\n{{ b }}{% endif %}\n</pre>"), "{out}");
    }

    #[test]
    fn quotes_around_values_stay() {
        let out =
            template("<a href=\"{{root}}{{x}}\" class=\"y\">{{ '}}' }}</a><h{{ n }} class=\"z\">t</h{{ n }}>").unwrap();
        assert_eq!(out, "<a href=\"{{root}}{{x}}\" class=\"y\">{{ '}}' }}</a><h{{ n }} class=\"z\">t</h{{ n }}>");
    }

    #[test]
    fn what_is_no_tree_by_itself_is_refused() {
        for source in [
            "<table><tr><td>{{ a }}</table><p>a",
            "{% raw %}{{ a }}{% endraw %}",
            "<!-- {{ a }} -->",
            "{{ a",
            "<a href=\"{{ b }}",
            "zz-1",
            "a\u{e000}b",
        ] {
            assert_eq!(template(source), None, "{source}");
        }
    }
}
