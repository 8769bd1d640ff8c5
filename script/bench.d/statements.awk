# Reads a server's log of executed statements with their parameters; prints a script for pgbench, a statement a line.
function flush(   at) {
    if (text == "") return
    for (at = 40; at > 0; at--) if (at in value) put("$" at, value[at])
    gsub(/[\t\n ]+/, " ", text)
    sub(/;? *$/, ";", text)
    print text
    text = ""
    split("", value)
}
# From the last number down, so that $1 does not eat a part of $12.
function put(what, by,   out, rest, at) {
    out = ""
    rest = text
    while ((at = index(rest, what)) > 0) {
        out = out substr(rest, 1, at - 1) by
        rest = substr(rest, at + length(what))
    }
    text = out rest
}
function read_parameters(line,   pair) {
    while (match(line, /\$[0-9]+ = ('([^']|'')*'|NULL)/)) {
        pair = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
        value[substr(pair, 2, index(pair, " ") - 2)] = substr(pair, index(pair, "= ") + 2)
    }
}
/\] LOG:  (execute [^:]+|statement): / {
    flush()
    sub(/^.*\] LOG:  (execute [^:]+|statement): /, "")
    text = $0
    next
}
/\] DETAIL:  parameters: / { read_parameters($0); next }
/^\t/ { if (text != "") text = text "\n" $0; next }
{ flush() }
END { flush() }
