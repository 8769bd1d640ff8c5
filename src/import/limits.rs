//! What a file may weigh. Larger inputs are refused with the limit named.

/// Bytes of an uploaded file.
pub const FILE_BYTES: usize = 20 * 1024 * 1024;
/// Rows of one sheet.
pub const ROWS: usize = 200_000;
/// Columns of one sheet.
pub const COLUMNS: usize = 512;
/// Cells of all sheets of a file.
pub const CELLS: usize = 3_000_000;
/// Characters of one cell; the rest is cut off, no name or number is that long.
pub const CELL_CHARS: usize = 2_000;
/// Sheets of a workbook.
pub const SHEETS: usize = 50;
/// Parts inside the archive of a workbook.
pub const ARCHIVE_ENTRIES: usize = 2_000;
/// Bytes of all parts of a workbook after unpacking.
pub const UNPACKED_BYTES: u64 = 300 * 1024 * 1024;
/// Address space of the process that reads a workbook, bytes.
pub const READER_MEMORY: u64 = 1024 * 1024 * 1024;
/// Processor time of the process that reads a workbook, seconds.
pub const READER_CPU_SECONDS: u64 = 9;
/// Seconds on the wall clock that a workbook may take.
pub const READER_SECONDS: u64 = 10;
/// Seconds that one statement of applying or undoing may take; each writes a batch.
pub const STATEMENT_SECONDS: u64 = 120;
/// Bytes that the reader of a workbook may hand back.
pub const READER_ANSWER_BYTES: u64 = 256 * 1024 * 1024;
