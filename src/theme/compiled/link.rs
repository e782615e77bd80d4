//! Blocks into the templates they extend, components to their calls.

use std::collections::BTreeMap;

use super::{
    Compiled, Page,
    fields::asked,
    node::{Component, Node, Parameter},
    parse,
};

/// The longest row of templates that extend each other.
const DEEPEST: usize = 16;

/// Compiles what can be of the templates, by name.
pub(super) fn link(templates: &BTreeMap<&str, &str>) -> Compiled {
    let mut components = components(templates);
    // A component that calls what is not known is not known itself.
    loop {
        let before = components.len();
        let known = components.clone();
        components.retain_mut(|component| component.nodes.iter_mut().all(|node| find_calls(node, &known)));
        if components.len() == before {
            break;
        }
    }
    let page = |name: &str| -> Option<Page> {
        let mut names = Vec::new();
        let mut nodes = extended(name, templates, &mut names)?;
        let known = nodes.iter_mut().all(|node| find_calls(node, &components));
        known.then(|| Page { fields: asked(&nodes, &components), names, nodes })
    };
    // Only these escape what they print.
    let escaped = templates.keys().filter(|name| name.ends_with(".html") || name.ends_with(".xml"));
    let pages = escaped.filter_map(|name| Some(((*name).to_owned(), page(name)?))).collect();
    Compiled { pages, components }
}

/// All components of all templates; Tera has refused two of one name.
fn components(templates: &BTreeMap<&str, &str>) -> Vec<Component> {
    let found = templates.values().filter(|text| text.contains("component"));
    found.filter_map(|text| parse::template(text, &mut Vec::new())).flat_map(|template| template.components).collect()
}

/// The nodes of a template within those it extends.
fn extended(name: &str, templates: &BTreeMap<&str, &str>, names: &mut Vec<String>) -> Option<Vec<Node>> {
    let mut template = parse::template(templates.get(name)?, names)?;
    let mut blocks: BTreeMap<String, Vec<Node>> = BTreeMap::new();
    for _ in 0..DEEPEST {
        let Some(parent) = template.extends.take() else {
            return Some(template.nodes.into_iter().flat_map(|node| filled(node, &blocks)).collect());
        };
        // Beside its blocks, a template that extends another says nothing.
        let silent = |node: &Node| match node {
            Node::Block { .. } => true,
            Node::Text(text) => text.trim().is_empty(),
            _ => false,
        };
        if !template.nodes.iter().all(silent) {
            return None;
        }
        collect_blocks(template.nodes, &mut blocks);
        template = parse::template(templates.get(parent.as_str())?, names)?;
    }
    None
}

/// Keeps the blocks, of two with one name the one that was met first: that of the template
/// farther down.
fn collect_blocks(nodes: Vec<Node>, blocks: &mut BTreeMap<String, Vec<Node>>) {
    for node in nodes {
        if let Node::Block { name, body } = node {
            collect_blocks(body.clone(), blocks);
            blocks.entry(name).or_insert(body);
        }
    }
}

/// A node with its blocks filled.
fn filled(node: Node, blocks: &BTreeMap<String, Vec<Node>>) -> Vec<Node> {
    let all = |nodes: Vec<Node>| nodes.into_iter().flat_map(|node| filled(node, blocks)).collect::<Vec<Node>>();
    match node {
        Node::Block { name, body } => all(blocks.get(&name).cloned().unwrap_or(body)),
        Node::If { branches, otherwise } => vec![Node::If {
            branches: branches.into_iter().map(|(condition, body)| (condition, all(body))).collect(),
            otherwise: all(otherwise),
        }],
        other => vec![other],
    }
}

/// Finds the components that a node calls; `false` where one is not known.
fn find_calls(node: &mut Node, components: &[Component]) -> bool {
    let all = |nodes: &mut Vec<Node>| nodes.iter_mut().all(|node| find_calls(node, components));
    match node {
        Node::Text(_) | Node::Print { .. } | Node::Set { .. } => true,
        Node::Block { .. } => false,
        Node::If { branches, otherwise } => branches.iter_mut().all(|(_, body)| all(body)) && all(otherwise),
        Node::For { body, .. } => all(body),
        Node::Call(call) => {
            let Some(at) = components.iter().position(|component| component.name == call.component) else {
                return false;
            };
            let Component { parameters, names, .. } = &components[at];
            let slot = |name: &String| names[..parameters.len()].iter().position(|known| known == name);
            let Some(slots) = call.arguments.iter().map(|(name, _)| slot(name)).collect::<Option<Vec<_>>>() else {
                return false;
            };
            let given = |at: usize| !matches!(parameters[at], Parameter::Required) || slots.contains(&at);
            let complete = (0..parameters.len()).all(given);
            call.target = Some((at, slots));
            complete
        }
    }
}
