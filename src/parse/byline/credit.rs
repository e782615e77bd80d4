//! Names beside pictures, and the paper's own name before a role.

use super::read;
use crate::{parse::chars, press::Credit};

/// Drops the paper's own name before a role: on a page whose datelines say `株洲日报讯`, a
/// `株洲日报全媒体记者` is a `全媒体记者` like those in its brackets.
pub(in crate::parse) fn own_paper(credits: &mut [Credit], paper: Option<&str>) {
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
pub(in crate::parse) fn credit(text: &str) -> Option<Vec<Credit>> {
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
    // 某某/文 某某/摄: who wrote it stands here as well.
    let wrote = || names.split(chars::is_blank).skip(1).any(|word| word == "文");
    if names.contains("/文") || names.contains("／文") || wrote() {
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

    #[test]
    fn credits_of_photos() {
        let names = |t: &str| credit(t).map(|c| c.into_iter().map(|c| c.name).collect::<Vec<_>>());
        assert_eq!(names("株洲日报通讯员/罗铭摄"), Some(vec!["罗铭".to_owned()]));
        assert_eq!(names("杨世尧摄（人民视觉）"), Some(vec![]));
        assert_eq!(names("(主办方供图)"), Some(vec![]));
        assert_eq!(names("张三/文 李四/摄"), None);
        assert_eq!(names("最高气温35摄氏度"), None);
    }
}
