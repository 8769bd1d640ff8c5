# Reads a server's log of executed statements with their parameters; prints a script for pgbench, a statement a line.
# Sessions may take turns in the log; what the product does by itself (its queue of jobs) is left out.
function flush(pid,   line, at) {
    line = text[pid]
    delete text[pid]
    if (line == "") return
    for (at = 40; at > 0; at--) if ((pid, at) in value) { line = put(line, "$" at, value[pid, at]); delete value[pid, at] }
    gsub(/-- [^\n]*/, "", line) # on one line a remark would swallow the rest
    gsub(/[\t\n ]+/, " ", line)
    sub(/;? *$/, ";", line)
    if (line !~ / job( |;|$)/) print line
}
# From the last number down, so that $1 does not eat a part of $12.
function put(line, what, by,   out, at) {
    out = ""
    while ((at = index(line, what)) > 0) {
        out = out substr(line, 1, at - 1) by
        line = substr(line, at + length(what))
    }
    return out line
}
function read_parameters(pid, line,   pair) {
    while (match(line, /\$[0-9]+ = ('([^']|'')*'|NULL)/)) {
        pair = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
        value[pid, substr(pair, 2, index(pair, " ") - 2)] = substr(pair, index(pair, "= ") + 2)
    }
}
match($0, /\[[0-9]+\] (LOG|DETAIL):/) { pid = substr($0, RSTART + 1, index(substr($0, RSTART), "]") - 2) }
/\] LOG:  (execute [^:]+|statement): / {
    flush(pid)
    sub(/^.*\] LOG:  (execute [^:]+|statement): /, "")
    text[pid] = $0
    next
}
/\] DETAIL:  parameters: / { read_parameters(pid, $0); flush(pid); next }
/^\t/ { if (pid in text) text[pid] = text[pid] "\n" $0; next }
END { for (pid in text) flush(pid) }
