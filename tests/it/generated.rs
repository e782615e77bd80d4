//! Text for archives that are made up as a test goes: the same in every run.

/// Settings of a site with two districts.
pub(crate) const SETTINGS: &str = "title = \"试验报\"\nbase_url = \"https://example.org/\"\n\
    [[districts]]\nname = \"甲山县\"\nslug = \"jiashan\"\n[[districts]]\nname = \"乙水区\"\nslug = \"yishui\"\n";

const PEOPLE: [&str; 4] = ["李恒", "陈悦", "周牧", "唐青"];
const SUBJECTS: [&str; 5] = ["环湖步道修通", "旧街换了新灯", "冬季供水有了保障", "阅览室夜间开放", "货运专线试运行"];

/// Numbers that are the same in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, range: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % range
    }

    pub(crate) fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }
}

/// A short article, about one of the places.
pub(crate) fn story(random: &mut Random, places: &[&str]) -> String {
    let (place, person, subject) = (random.pick(places), random.pick(&PEOPLE), random.pick(&SUBJECTS));
    let number = random.below(90) + 2;
    format!(
        "{place}{subject} 全长{number}公里\n\n试验日报讯(记者/{person}) {place}的{subject},工程前后用了{number}个月,\
         沿途设有{number}处休息的地方。\n\n当地的居民说,从东门走到西门方便多了,沿湖的树木都保留了下来。\n\n"
    )
}
