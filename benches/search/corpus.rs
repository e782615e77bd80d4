//! A seeded archive that reads, to an index, like a Chinese newspaper: words of mostly two
//! characters with frequencies after Zipf's law, topics that come back for some weeks, names,
//! numbers, Latin words, sentences of newspaper length. No text of any newspaper is in it.

use zzsite::press::IssueDate;

/// xorshift64*: small, seeded, the same everywhere.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
    pub(crate) fn below(&mut self, range: usize) -> usize {
        (self.next() >> 33) as usize % range.max(1)
    }
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
    /// A rank below `range`, frequent ones first; `shift` flattens the head.
    pub(crate) fn zipf(&mut self, range: usize, shift: f64) -> usize {
        let (low, high) = (shift.ln(), (range as f64 + shift).ln());
        ((low + self.unit() * (high - low)).exp() - shift) as usize
    }
}

/// One generated article.
pub(crate) struct Article {
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) date: IssueDate,
    pub(crate) page: String,
    pub(crate) text: String,
    pub(crate) districts: Vec<String>,
    pub(crate) reporters: Vec<String>,
    pub(crate) columns: Vec<String>,
    pub(crate) kind: &'static str,
}

/// Characters that lead in most Chinese texts, in no exact order.
const COMMON: &str = "的一国在中年和大业人发市工区民会新为了生作有地学展行时重日家进成产个方全部高动化上文多建公本不到以出理经于对主长现设实政体服务活力能开加定来同城水安电通路县企合法制技资社交员农村车火推保障品质面心关平事提前分基后期点线门外外间月次名记者道程环境花山江南北东西";

/// The language of the archive.
pub(crate) struct Language {
    characters: Vec<char>,
    words: Vec<String>,
    names: Vec<String>,
}

const LATIN: [&str; 24] = [
    "GDP", "5G", "AI", "APP", "IT", "PM2.5", "LED", "VR", "CBA", "WTO", "ETC", "KTV", "CT", "DNA", "PPP", "SUV", "GPS",
    "U盘", "3D", "Windows", "OK", "App", "Internet", "iPhone",
];
pub(crate) const DISTRICTS: [&str; 10] =
    ["天元区", "荷塘区", "芦淞区", "石峰区", "渌口区", "醴陵市", "攸县", "茶陵县", "炎陵县", "经开区"];

impl Language {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut characters: Vec<char> = Vec::new();
        for c in COMMON.chars() {
            if !characters.contains(&c) {
                characters.push(c);
            }
        }
        while characters.len() < 4600 {
            let c = char::from_u32(0x4e00 + random.below(0x51a5) as u32).unwrap_or('一');
            if !characters.contains(&c) {
                characters.push(c);
            }
        }
        let words = (0..60_000)
            .map(|rank| {
                let length = match random.below(100) {
                    _ if rank < 40 => 1,
                    0..=2 => 1,
                    3..=72 => 2,
                    73..=88 => 3,
                    _ => 4,
                };
                // Frequent words are made of frequent characters.
                let span = 300 + rank.min(20_000) * 4300 / 20_000;
                (0..length).map(|_| characters[random.zipf(span, 30.0)]).collect()
            })
            .collect();
        let names = (0..3000)
            .map(|_| {
                let surname = characters[random.zipf(180, 8.0)];
                let given: String =
                    (0..1 + random.below(3).min(1)).map(|_| characters[random.zipf(1500, 80.0)]).collect();
                format!("{surname}{given}")
            })
            .collect();
        Self { characters, words, names }
    }

    fn word(&self, topic: u64, random: &mut Random) -> String {
        match random.below(1000) {
            0..=11 => self.names[random.zipf(self.names.len(), 20.0)].clone(),
            12..=21 => format!("{}万余名", 1 + random.below(300)),
            22..=33 => format!("20{:02}年", random.below(24)),
            34..=47 => format!("{}.{}%", random.below(100), random.below(10)),
            48..=59 => format!("{}月{}日", 1 + random.below(12), 1 + random.below(28)),
            60..=65 => LATIN[random.zipf(LATIN.len(), 2.0)].to_owned(),
            66..=419 => {
                // One of the forty words of the topic.
                let mut of_topic = Random::new(topic * 64 + random.zipf(40, 1.5) as u64);
                self.words[of_topic.zipf(self.words.len(), 400.0)].clone()
            }
            420 => self.characters[random.below(self.characters.len())].to_string(),
            _ => self.words[random.zipf(self.words.len(), 6.0)].clone(),
        }
    }

    fn clause(&self, topic: u64, length: usize, random: &mut Random) -> String {
        let mut text = String::new();
        let mut count = 0;
        while count < length {
            let word = self.word(topic, random);
            count += word.chars().count();
            text.push_str(&word);
        }
        text
    }

    /// The article of that number, the same whenever it is asked for.
    pub(crate) fn article(&self, seed: u64, number: usize, date: IssueDate, page: usize) -> Article {
        let mut random = Random::new(seed << 32 | number as u64);
        // A topic lives for some weeks: 300 at a time out of a slowly moving range.
        let topic = (number / 40 + random.zipf(300, 3.0)) as u64;
        let target = 250 + (900.0 * random.unit() * random.unit() * 2.0) as usize;
        let mut text = String::new();
        let (mut count, mut paragraph) = (0, 0);
        while count < target {
            let clause = self.clause(topic, 4 + random.below(11), &mut random);
            let length = clause.chars().count() + 1;
            count += length;
            paragraph += length;
            text.push_str(&clause);
            let stop = random.below(3) == 0;
            text.push(if stop { '。' } else { ['，', '、', '；', '：'][random.zipf(4, 0.3)] });
            if stop && paragraph > 130 {
                text.push('\n');
                paragraph = 0;
            }
        }
        let title = self.clause(topic, 14, &mut random);
        let slug: Vec<String> = (0..5).map(|_| SYLLABLES[random.below(SYLLABLES.len())].to_owned()).collect();
        let reporters = (0..1 + random.below(2)).map(|_| self.names[random.zipf(120, 10.0)].clone()).collect();
        let columns = if random.below(12) == 0 { vec![self.words[100 + random.below(30)].clone()] } else { Vec::new() };
        let kind = ["news", "news", "news", "brief", "photo", "commentary", "notice"][random.below(7)];
        let districts = vec![DISTRICTS[random.zipf(10, 3.0)].to_owned()];
        let page = format!("{page:02}");
        let url = format!("{date}/{page}/{}-{number}.html", slug.join("-"));
        Article { url, title, date, page, text: text.trim_end().to_owned(), districts, reporters, columns, kind }
    }
}

const SYLLABLES: [&str; 32] = [
    "shi", "zhu", "zhou", "qu", "xian", "gong", "min", "jian", "she", "fa", "zhan", "xin", "guo", "jia", "wen", "ming",
    "chuang", "jiao", "yu", "quan", "da", "hui", "nian", "ri", "sheng", "chan", "an", "dian", "lu", "yi", "ke", "ji",
];

/// Articles a day.
pub(crate) const A_DAY: usize = 30;

/// The dates of an archive of `total` articles; the last one is the same for every size.
pub(crate) fn dates(total: usize) -> Vec<IssueDate> {
    let mut dates = Vec::new();
    let mut date = IssueDate::new(1925, 1, 1).expect("a date");
    let last = IssueDate::new(2023, 6, 15).expect("a date");
    while date <= last {
        dates.push(date);
        date = date.tomorrow();
    }
    dates.split_off(dates.len() - total.div_ceil(A_DAY))
}
