use serde::Serialize;

use super::{Compiled, Tree};
use crate::theme::views::Once;

#[derive(Serialize)]
struct View {
    title: &'static str,
    count: usize,
    none: Option<String>,
    people: Vec<Person>,
}

#[derive(Serialize)]
struct Person {
    name: &'static str,
    path: Option<&'static str>,
}

fn view() -> View {
    let people = vec![Person { name: "李明", path: Some("li-ming") }, Person { name: "A & 'B'", path: None }];
    View { title: "株洲 <日报>", count: 3, none: None, people }
}

/// What comes out of both ways; `None` where the compiled one leaves it to Tera.
fn both(templates: &[(&str, &str)]) -> (Option<String>, Option<String>) {
    let mut tera = tera::Tera::new();
    tera.autoescape_on([".html", ".xml"]);
    tera.add_raw_templates(templates.iter().copied()).expect("templates that load");
    let tree = Tree::new(&view()).expect("a view");
    let mut context = tera::Context::new();
    context.insert("it", &tree);
    let theirs = tera.render("page.html", &context).ok();
    let compiled = Compiled::new(templates.iter().copied());
    let ours = compiled.render("page.html", &[("it", &tree)], 64).map(|page| String::from_utf8(page).expect("UTF-8"));
    // With the view put in before, in part or as a whole, nothing changes.
    let page = |compiled: &Compiled| compiled.render("page.html", &[("it", &tree)], 64);
    let folded = page(&compiled.with(&[("it", &tree)]));
    assert_eq!(folded.map(|page| String::from_utf8(page).expect("UTF-8")), ours, "{templates:?}");
    (ours, theirs)
}

#[test]
fn what_is_shared_is_written_once() {
    #[derive(Serialize)]
    struct Outer {
        inner: Person,
    }
    #[derive(Serialize)]
    struct View<'v> {
        first: Once<'v, Outer>,
        again: Once<'v, Outer>,
        within: Once<'v, Person>,
    }
    // The inner value lies where the outer one does.
    let outer = Outer { inner: Person { name: "李明", path: None } };
    let view = View { first: Once(&outer), again: Once(&outer), within: Once(&outer.inner) };
    let tree = Tree::new(&view).expect("a view");
    assert_eq!(tree.text_len(), 2 * "李明".len());
    assert_eq!(serde_json::to_value(&tree).expect("JSON"), serde_json::to_value(&view).expect("JSON"));
}

#[test]
fn what_is_known_is_put_in() {
    let texts = |template: &str, fixed: &str| {
        let compiled = Compiled::new([
            ("page.html", template),
            ("components.html", "{% component name(one, @it) %}{{ it.count }}{{ one.name }}{% endcomponent name %}"),
        ]);
        let tree = Tree::new(&view()).expect("a view");
        let folded = compiled.with(&[(fixed, &tree)]);
        let context = [("it", &tree), ("own", &tree)];
        assert_eq!(
            folded.render("page.html", &context, 64).map(|page| String::from_utf8(page).expect("UTF-8")),
            compiled.render("page.html", &context, 64).map(|page| String::from_utf8(page).expect("UTF-8")),
        );
        folded.pages["page.html"].nodes.len()
    };
    let people = "{% for one in it.people %}{% if loop.first %}x{% endif %}{{ one.name }}{% endfor %}";
    assert_eq!(texts(people, "it"), 1, "one text is left of a known list");
    assert_eq!(texts(people, "own"), 1, "another list stays a loop");
    let asked = "{% for one in it.people %}{% if one.name == own.title %}x{% endif %}{{ one.name }}{% endfor %}";
    assert_eq!(texts(asked, "it"), 4, "a question and a text for each of two");
    assert_eq!(texts("a{% if it.none %}b{% elif it.count == 3 %}c{% endif %}d", "it"), 1);
    let passed = "{% for one in it.people %}{{ <name one={one} /> }}{% endfor %}";
    assert_eq!(texts(passed, "it"), 1, "what a component is given stays a value");
    let named = "{% for it in it.people %}{{ it.name }}{% endfor %}{{ it.title }}";
    assert_eq!(texts(named, "it"), 2, "a name with two meanings is left alone");
}

#[test]
fn known_code_gives_the_bytes_of_tera() {
    let known = [
        "{{ it.title }} {{ it.title | safe }}{{ it.count }}",
        "{% if it.none %}a{% elif it.count > 2 and not it.none %}b{% else %}c{% endif %}",
        "{% if it.missing %}a{% endif %}{% if missing %}b{% endif %}{% if it.none?.x %}c{% endif %}",
        "{% for one in it.people %}{{ loop.index }}{{ one.name }}{% if not loop.last %}、{% endif %}{% endfor %}",
        "{% for one in it.people -%}  {% if loop.first %}x{% endif %} {%- endfor %}  {#- no -#}  y",
        "{{ it.title | length }}{% if it.people | length == 2 %}two{% endif %}{{ it.people[1].name | length }}",
        "{% set who = it.people[0] %}{{ who.name }}{{ it.none or it.title }}{% if it.count + 1 == 4 %}4{% endif %}",
        "{% if it.title == \"x\" or it.count != 3 or (it.count <= 3 and it.count >= 3) %}yes{% endif %}",
        "{% if not it.count == 3 %}a{% else %}b{% endif %}{{ 'a\"b' }}",
    ];
    for template in known {
        let (ours, theirs) = both(&[("page.html", template)]);
        if template.contains("[1].name") {
            assert_eq!(ours, None, "a path that goes on after an item is left to Tera");
            continue;
        }
        assert_eq!(ours, theirs, "{template}");
        assert!(ours.is_some(), "{template}");
    }
}

#[test]
fn blocks_and_components_are_filled() {
    let base = "<{% block a %}A{% block b %}B{% endblock b %}{% endblock a %}|{% block c %}C{% endblock %}>";
    let middle = "{% extends \"base.html\" %}{% block b %}b{{ it.count }}{% endblock %}";
    let page = "{% extends \"middle.html\" %}\n{% block c %}{{ <who one={it.people[0]} mark=\"!\" /> }}{% endblock %}";
    let components = "{% component who(one, mark, twice=false, @it) -%} {{ one.name }}{{ mark }}{% if not twice %}{{ <who one={one} mark={it.title} twice={true} /> }}{% endif %}{% endcomponent who %}";
    let templates =
        [("base.html", base), ("middle.html", middle), ("page.html", page), ("components.html", components)];
    let (ours, theirs) = both(&templates);
    assert_eq!(ours, theirs);
    assert_eq!(ours.as_deref(), Some("<Ab3|李明!李明株洲 &lt;日报&gt;>"));
}

#[test]
fn what_is_not_known_is_left_to_tera() {
    let unknown = [
        "{{ it.title | upper }}",
        "{% for c in it.title %}{{ c }}{% endfor %}",
        "{% for one in it.people %}{% set x = one %}{% endfor %}",
        "{% raw %}{{ x }}{% endraw %}",
        "{{ it.people[1].name }}",
        "{% if it.count is odd %}x{% endif %}",
        "{{ it.people }}",
        "{{ it.count * 2 }}",
    ];
    for template in unknown {
        let (ours, theirs) = both(&[("page.html", template)]);
        assert_eq!(ours, None, "{template}");
        assert!(theirs.is_some(), "{template}");
    }
    // Wrong for both: Tera says why.
    for wrong in ["{{ it.missing }}", "{{ it.missing.x }}", "{% if it.count < it.title %}x{% endif %}"] {
        assert_eq!(both(&[("page.html", wrong)]), (None, None), "{wrong}");
    }
}
