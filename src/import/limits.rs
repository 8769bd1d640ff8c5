//! What a file may weigh. Larger inputs are refused with the limit named.
use std::time::Duration;

pub const MEGABYTE: u64 = 1024 * 1024;

/// Bytes of an uploaded file.
pub const FILE_BYTES: usize = 20 * 1024 * 1024;
/// Imports of a company that are begun and not ended; each keeps its file.
pub const DRAFTS: i64 = 30;
/// Rows of one sheet.
pub const ROWS: usize = 200_000;
/// Columns of one sheet.
pub const COLUMNS: usize = 512;
/// Cells of all sheets of a file.
pub const CELLS: usize = 3_000_000;
/// Characters of one cell; the rest is cut off, no name or number is that long.
pub const CELL_CHARS: usize = 200;
/// Bytes of one row of a text file.
pub const ROW_BYTES: usize = 1024 * 1024;
/// Sheets of a workbook.
pub const SHEETS: usize = 50;
/// Parts inside the archive of a workbook.
pub const ARCHIVE_ENTRIES: usize = 2_000;
/// Bytes of the read parts of a workbook after unpacking.
pub const UNPACKED_BYTES: u64 = 300 * MEGABYTE;
/// Bytes that a workbook may unpack to without a single filled cell: whole sheets are formatted by hand.
pub const UNPACKED_IDLE: u64 = 64 * MEGABYTE;
/// Bytes more that each filled cell allows: its own tags, its text, empty cells beside it.
pub const UNPACKED_PER_CELL: u64 = 256;
/// Bytes of the parts of a workbook that are neither sheets nor texts.
pub const FITTINGS_BYTES: u64 = 16 * MEGABYTE;
/// Texts of a workbook beyond one for each filled cell.
pub const SPARE_STRINGS: usize = 100_000;
/// Bytes of one tag of a workbook, and between two of them.
pub const XML_RUN: u64 = MEGABYTE;
/// Tags of a workbook inside one another.
pub const XML_DEPTH: usize = 1_000;
/// Address space of the process that reads a workbook, bytes.
pub const READER_MEMORY: u64 = 384 * MEGABYTE;
/// Processor time in which that process must be through with a small workbook: what takes longer is made to.
pub const READER_TIME: Duration = Duration::from_millis(600);
/// Processor time more for each megabyte that the workbook unpacks to: four times what it takes.
pub const READER_TIME_PER_MEGABYTE: Duration =
    Duration::from_millis(if cfg!(debug_assertions) { 1_200 } else { 80 });
/// Processor time of that process in any case, seconds.
pub const READER_CPU_SECONDS: u64 = if cfg!(debug_assertions) { 400 } else { 30 };
/// Seconds on the wall clock that a workbook may take: a large one on a busy machine.
pub const READER_SECONDS: u64 = READER_CPU_SECONDS * 2;
/// Seconds that one statement of applying or undoing may take; each writes a batch.
pub const STATEMENT_SECONDS: u64 = 120;
/// Bytes that the reader of a workbook may hand back.
pub const READER_ANSWER_BYTES: usize = 128 * 1024 * 1024;
