//! A file as its uncompressed bytes, told by the first ones: plain, gzip, or a zip archive that holds one file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::Crc;
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use zip::{CompressionMethod, ZipArchive};

use super::IntakeError;

const BUFFER: usize = 1 << 16;
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZIP: &[u8] = b"PK\x03\x04";

/// An opened file.
pub struct Source {
    /// Its bytes, uncompressed.
    pub bytes: Box<dyn BufRead + Send>,
    /// How far the reading has come.
    pub progress: Progress,
}

/// How much of a file was read, in bytes as they lie on the disk.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    read: Arc<AtomicU64>,
    length: u64,
}

impl Progress {
    /// Bytes read so far, at most [`Progress::length`].
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed).min(self.length)
    }

    /// Bytes of the whole file.
    pub fn length(&self) -> u64 {
        self.length
    }
}

/// Opens a file.
///
/// # Errors
/// [`IntakeError::Open`] when it cannot be opened or read, [`IntakeError::Archive`] and [`IntakeError::Packing`] for an
/// archive that does not hold one file in a packing this program reads.
pub fn open(path: &Path) -> Result<Source, IntakeError> {
    let mut file = File::open(path).map_err(IntakeError::Open)?;
    let length = file.metadata().map_err(IntakeError::Open)?.len();
    let progress = Progress { read: Arc::default(), length };
    let mut first = Vec::new();
    (&file).take(4).read_to_end(&mut first).map_err(IntakeError::Open)?;
    let packed = if first == ZIP { Some(single_entry(&file)?) } else { None };
    file.seek(SeekFrom::Start(packed.as_ref().map_or(0, |entry| entry.start))).map_err(IntakeError::Open)?;
    let counted = Counted { from: file, read: Arc::clone(&progress.read) };
    let bytes: Box<dyn BufRead + Send> = match packed {
        Some(entry) => {
            let stored = counted.take(entry.packed);
            let expected = entry.crc;
            if entry.deflated {
                let unpacked = DeflateDecoder::new(BufReader::with_capacity(BUFFER, stored));
                Box::new(BufReader::with_capacity(BUFFER, Checked { from: unpacked, crc: Crc::new(), expected }))
            } else {
                Box::new(BufReader::with_capacity(BUFFER, Checked { from: stored, crc: Crc::new(), expected }))
            }
        }
        None if first.starts_with(GZIP) => {
            let unpacked = MultiGzDecoder::new(BufReader::with_capacity(BUFFER, counted));
            Box::new(BufReader::with_capacity(BUFFER, unpacked))
        }
        None => Box::new(BufReader::with_capacity(BUFFER, counted)),
    };
    Ok(Source { bytes, progress })
}

/// Where the only file of an archive lies.
struct Entry {
    start: u64,
    packed: u64,
    crc: u32,
    deflated: bool,
}

fn single_entry(file: &File) -> Result<Entry, IntakeError> {
    let broken = |error: zip::result::ZipError| IntakeError::Open(io::Error::new(io::ErrorKind::InvalidData, error));
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(broken)?;
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(broken)?;
        // What a Mac adds to every archive is no file of the user's.
        if entry.is_file() && !entry.name().is_ok_and(|name| name.starts_with("__MACOSX/")) {
            files.push(at);
        }
    }
    let [only] = files.as_slice() else { return Err(IntakeError::Archive(files.len())) };
    let entry = archive.by_index_raw(*only).map_err(broken)?;
    let deflated = match entry.compression() {
        CompressionMethod::Stored => false,
        CompressionMethod::Deflated => true,
        other => return Err(IntakeError::Packing(other.to_string())),
    };
    if entry.encrypted() {
        return Err(IntakeError::Packing("a password".to_owned()));
    }
    let start = entry.data_start().ok_or_else(|| IntakeError::Packing("an unusual archive".to_owned()))?;
    Ok(Entry { start, packed: entry.compressed_size(), crc: entry.crc32(), deflated })
}

/// Counts what is read.
struct Counted<R> {
    from: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// Compares what was read with the checksum of the archive, at the end.
struct Checked<R> {
    from: R,
    crc: Crc,
    expected: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        self.crc.update(buffer.get(..length).unwrap_or_default());
        if length == 0 && !buffer.is_empty() && self.crc.sum() != self.expected {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the archive does not match its checksum"));
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    const TEXT: &str = "1\t2020-01-05\tKEN\tUGA\t190\n";

    fn zipped(names: &[&str], method: CompressionMethod) -> Vec<u8> {
        let mut archive = ZipWriter::new(io::Cursor::new(Vec::new()));
        for name in names {
            archive.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
            archive.write_all(TEXT.repeat(500).as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn read(bytes: &[u8]) -> Result<io::Result<String>, IntakeError> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let mut source = open(file.path())?;
        let mut text = String::new();
        let done = source.bytes.read_to_string(&mut text);
        assert!(source.progress.read() <= source.progress.length());
        Ok(done.map(|_| text))
    }

    #[test]
    fn an_archive_of_one_file_reads_as_the_file() {
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let text = read(&zipped(&["20201105.export.CSV", "__MACOSX/x"], method)).unwrap().unwrap();
            assert_eq!(text, TEXT.repeat(500));
        }
    }

    #[test]
    fn a_cut_gzip_ends_the_read_with_an_error() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(TEXT.repeat(5000).as_bytes()).unwrap();
        let whole = packer.finish().unwrap();
        assert_eq!(read(&whole).unwrap().unwrap(), TEXT.repeat(5000));
        assert!(read(&whole[..whole.len() / 2]).unwrap().is_err());
    }

    #[test]
    fn archives_of_none_or_several_files_and_damaged_ones_are_refused() {
        assert!(matches!(read(&zipped(&["a", "b"], CompressionMethod::Stored)), Err(IntakeError::Archive(2))));
        assert!(matches!(read(&zipped(&["__MACOSX/x"], CompressionMethod::Stored)), Err(IntakeError::Archive(0))));
        let whole = zipped(&["a"], CompressionMethod::Stored);
        assert!(matches!(read(&whole[..whole.len() - 30]), Err(IntakeError::Open(_))));
        let mut flipped = whole;
        flipped[100] ^= 1;
        assert!(read(&flipped).unwrap().unwrap_err().to_string().contains("checksum"));
    }
}
