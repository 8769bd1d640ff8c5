//! The tags of an XML part one after the other: enough to weigh the part, far too little to read it.
use std::io::{BufRead, BufReader, Read};

use crate::import::limits::{XML_DEPTH, XML_RUN};

/// A tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Without its prefix: `x:row` is `row`.
    pub name: &'a [u8],
    pub is: Is,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    Open,
    Close,
    /// It holds nothing: `<v/>`.
    Empty,
    /// A comment, an instruction.
    Other,
}

/// What no honest part holds: a definition of a document type, a run without an end, a nest without a bottom, broken bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Odd;

/// Tags of a part as it is unpacked; no more of it is kept than one tag.
pub struct Tags<R> {
    from: BufReader<R>,
    tag: Vec<u8>,
    depth: usize,
    bytes: u64,
}

impl<R: Read> Tags<R> {
    pub fn of(part: R) -> Self {
        let from = BufReader::with_capacity(64 * 1024, part);
        Self { from, tag: Vec::new(), depth: 0, bytes: 0 }
    }

    /// Bytes passed so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    pub fn next(&mut self) -> Result<Option<Tag<'_>>, Odd> {
        if !self.fill()? {
            return Ok(None);
        }
        let tag = Tag::of(&self.tag)?;
        match tag.is {
            Is::Open => self.depth += 1,
            Is::Close => self.depth = self.depth.saturating_sub(1),
            Is::Empty | Is::Other => {}
        }
        if self.depth > XML_DEPTH { Err(Odd) } else { Ok(Some(tag)) }
    }

    /// Takes what stands between two tags and the second of them; `false`: there is none.
    fn fill(&mut self) -> Result<bool, Odd> {
        let run = |found: std::io::Result<usize>| found.map_err(|_| Odd).map(|n| n as u64);
        let between = run((&mut self.from).take(XML_RUN).skip_until(b'<'))?;
        self.tag.clear();
        let tag = run((&mut self.from).take(XML_RUN).read_until(b'>', &mut self.tag))?;
        self.bytes += between + tag;
        if between == XML_RUN || tag > 0 && self.tag.last() != Some(&b'>') {
            return Err(Odd);
        }
        Ok(tag > 0)
    }
}

impl<'a> Tag<'a> {
    /// A tag without its `<`.
    fn of(tag: &'a [u8]) -> Result<Self, Odd> {
        let (is, rest) = match tag {
            [b'!', rest @ ..] if rest.starts_with(b"DOCTYPE") || rest.starts_with(b"ENTITY") => {
                return Err(Odd);
            }
            [b'!' | b'?', ..] => (Is::Other, &[][..]),
            [b'/', rest @ ..] => (Is::Close, rest),
            [.., b'/', b'>'] => (Is::Empty, tag),
            _ => (Is::Open, tag),
        };
        let ends = |byte: &u8| matches!(byte, b' ' | b'/' | b'>' | b'\t' | b'\r' | b'\n');
        let name = rest.split(ends).next().unwrap_or_default();
        let name = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        Ok(Self { name, is })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tags(xml: &[u8]) -> Result<Vec<(String, Is)>, Odd> {
        let mut tags = Tags::of(xml);
        let mut found = Vec::new();
        while let Some(tag) = tags.next()? {
            found.push((String::from_utf8_lossy(tag.name).into_owned(), tag.is));
        }
        Ok(found)
    }

    #[test]
    fn tags_are_told_apart_by_name() {
        let xml = b"<?xml?><x:row r=\"1\"><c\tr='A1'><v>7</v></c><c/><!-- a --></x:row> ";
        let names = ["", "row", "c", "v", "v", "c", "c", "", "row"];
        let kinds = [
            Is::Other,
            Is::Open,
            Is::Open,
            Is::Open,
            Is::Close,
            Is::Close,
            Is::Empty,
            Is::Other,
            Is::Close,
        ];
        let expected: Vec<_> =
            names.into_iter().zip(kinds).map(|(name, is)| (name.to_owned(), is)).collect();
        assert_eq!(tags(xml), Ok(expected));
    }

    #[test]
    fn what_no_honest_part_holds_is_odd() {
        let long = usize::try_from(XML_RUN).unwrap() + 1;
        for xml in [
            b"<!DOCTYPE lolz [<!ENTITY lol \"lol\">]>".to_vec(),
            [b"<v>", " ".repeat(long).as_bytes(), b"</v>"].concat(),
            [b"<v ", "a".repeat(long).as_bytes(), b">"].concat(),
            b"<a>".repeat(XML_DEPTH + 1),
            b"<a><b".to_vec(),
        ] {
            assert_eq!(tags(&xml), Err(Odd));
        }
        assert_eq!(tags(&b"<a></a>".repeat(XML_DEPTH * 2)).unwrap().len(), XML_DEPTH * 4);
    }

    proptest! {
        #[test]
        fn any_bytes_are_passed_without_panic(bytes in "[<>a/!? \\n:\"]*") {
            let mut all = Tags::of(bytes.as_bytes());
            while let Ok(Some(_)) = all.next() {}
            prop_assert!(all.bytes() <= bytes.len() as u64);
        }
    }
}
