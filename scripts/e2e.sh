#!/usr/bin/env bash
# Runs the built program end to end: what users do right, and everything they do wrong.
#   scripts/e2e.sh [path of kin]
# One line per check; ends with a count; not zero if a check failed.
set -u
here=$(realpath "$(dirname "$0")/..")
kin=$(realpath "${1:-.build/release/kin}")
[ -x "$kin" ] || { echo "no program at $kin: swift build -c release" >&2; exit 2; }
unset LANG LC_ALL LC_MESSAGES NO_COLOR
export TERM=xterm
work=$(mktemp -d)
disk=
cleanup() {
  [ -n "$disk" ] && umount "$disk"
  chmod -R u+rwX "$work"
  rm -rf "$work"
}
trap cleanup EXIT
cd "$work" || exit 2
passed=0 failed=0 skipped=0

ok() { passed=$((passed + 1)); echo "ok    $1"; }
bad() { failed=$((failed + 1)); echo "FAIL  $1: $2"; head -n 5 err out 2>/dev/null | sed 's/^/      /'; }
skip() { skipped=$((skipped + 1)); echo "skip  $1: $2"; }

# check NAME CODE TEXT COMMAND…: the exit code, and a text in what was written (either way).
check() {
  local name=$1 code=$2 text=$3
  shift 3
  "$@" >out 2>err </dev/null
  local got=$?
  if [ "$got" -ne "$code" ]; then bad "$name" "exit code $got, not $code"
  elif [ -n "$text" ] && ! grep -qF -- "$text" out err; then bad "$name" "nothing says '$text'"
  else ok "$name"; fi
}
# absent NAME FILE…: none of the files is there.
absent() {
  local name=$1; shift
  for file in "$@"; do [ -e "$file" ] && { bad "$name" "$file is there"; return; }; done
  ok "$name"
}
same() { if cmp -s "$2" "$3"; then ok "$1"; else bad "$1" "$2 and $3 differ"; fi; }

cat >people.csv <<'CSV'
id:ID,name,born:int,:LABEL
1,林知夏,1980,Person
2,"Zhou, ""Mu"" Ye",1975,Person;Speaker
3,职工技能大赛,,Event
CSV
cat >attended.csv <<'CSV'
:START_ID,:END_ID,role,:TYPE
1,3,speaker,ATTENDED
2,3,,ATTENDED
CSV

echo "# what is meant to work"
check "version" 0 '"name":"kin"' "$kin" version --json
check "help" 0 "kin import" "$kin" help import
check "help in Chinese" 0 "用法" env LANG=zh_CN.UTF-8 "$kin" help
check "demo" 0 "Who attended" "$kin" demo
check "demo in Chinese" 0 "谁参加了" "$kin" --lang zh demo
check "import" 0 "3 nodes, 2 relationships" "$kin" import people.csv attended.csv -o g.kin
absent "import leaves nothing beside the graph" g.kin.new g.kin-journal.new people.csv.rejects.tsv
check "stats" 0 "3 nodes, 2 relationships" "$kin" stats g.kin
check "stats as JSON" 0 '"nodes":3,"relationships":2' "$kin" stats g.kin --json
check "schema" 0 "(:Person)-[:ATTENDED]->(:Event)" "$kin" schema g.kin
check "schema as JSON" 0 '"type":"ATTENDED"' "$kin" schema g.kin --json
check "check" 0 "all is well" "$kin" check g.kin
check "check in Chinese" 0 "一切正常" env LC_ALL=zh_CN.UTF-8 "$kin" check g.kin
check "import of a folder" 0 "3 nodes" "$kin" import "$work" -o folder.kin
rm -f ./*.rejects.tsv

echo "# there and back"
for format in jsonl graphml neo4j-csv; do
  rm -rf there back.kin* again third.kin*
  case $format in
  neo4j-csv)
    check "export $format" 0 "" "$kin" export g.kin --format $format -o there
    check "import $format" 0 "3 nodes" "$kin" import there -o back.kin
    # Nodes are numbered by file from the first way on; from then on nothing changes.
    rm -rf there third.kin
    "$kin" export back.kin --format $format -o there 2>err
    "$kin" import there -o third.kin 2>err
    check "export $format again" 0 "" "$kin" export third.kin --format $format -o again
    if diff -r there again >/dev/null; then ok "$format is the same"; else bad "$format" "differs"; fi
    ;;
  *)
    check "export $format" 0 "" "$kin" export g.kin --format $format -o there
    check "import $format" 0 "3 nodes" "$kin" import there -o back.kin --format $format
    "$kin" export back.kin --format $format >again
    same "$format is the same" there again
    ;;
  esac
done
for format in gexf dot mermaid json cypher; do
  check "export $format" 0 "林知夏" "$kin" export g.kin --format $format
done
check "export csv" 0 "" "$kin" export g.kin -f csv -o tables
check "import csv" 0 "3 nodes, 2 rel" "$kin" import tables -o tables.kin
check "export csv again" 0 "" "$kin" export tables.kin -f csv -o tables-2
check "import csv again" 0 "3 nodes, 2 rel" "$kin" import tables-2 -o tables-2.kin
# The number of a node becomes its property id on the way in, so only that much is the same.
same "edges of csv are the same" tables/edges.csv tables-2/edges.csv
check "export csv-excel" 0 "" "$kin" export g.kin -f csv-excel -o sheets
check "the default is jsonl" 0 '"type":"node"' "$kin" export g.kin
check "a folder with files in it" 4 "not empty" "$kin" export g.kin -f csv -o sheets
cp g.kin before.kin
check "onto the graph itself" 2 "is the graph" "$kin" export g.kin -o ./g.kin
same "… which is as it was" g.kin before.kin
"$kin" help formats | sed -n 's/^  \([a-z0-9-]*\)  *\(in, \)*out .*/\1/p' >told
"$kin" export g.kin -f none 2>&1 | sed -n 's/.*(\(.*\)).*/\1/p' | tr -d ' ' | tr , '\n' >known
sort -o told told; sort -o known known
same "help tells the formats there are" told known
if command -v python3 >/dev/null && [ -f "$here/../shared/gold/score.py" ]; then
  mkdir -p gold exports
  cp "$here"/../shared/gold/000_*.json gold/
  "$kin" export g.kin -o "exports/$(basename gold/000_*.json .json).jsonl" 2>err
  check "the scorer reads jsonl" 0 "" python3 "$here/../shared/gold/score.py" gold exports
else
  skip "the scorer reads jsonl" "there is no gold beside the project"
fi

echo "# queries"
ask() { "$kin" query g.kin "$@"; }
check "query" 0 "林知夏" ask 'MATCH (p:Person) RETURN p.name AS name'
check "query, csv elsewhere than on a terminal" 0 '"Zhou, ""Mu"" Ye"' ask 'MATCH (p) RETURN p.name AS name'
check "query, a node in a cell" 0 "(:Person 林知夏)" ask 'MATCH (p {born: 1980}) RETURN p'
check "query with parameters" 0 '"x":"林知夏"' \
  ask -p name=林知夏 --format jsonl 'MATCH (p {name: $name}) RETURN p.name AS x'
echo '{"name":"林知夏","year":{"$int":"1980"}}' >params.json
check "query with parameters of a file" 0 "1980,林知夏" ask -p @params.json 'RETURN $year AS y, $name AS n'
check "query of the standard input" 0 "2" bash -c "echo 'RETURN 1 + 1 AS n' | '$kin' query g.kin -"
printf '// a script\nRETURN 1 AS a;\nRETURN ;\n' >wrong.cypher
check "a script tells file and line" 1 "wrong.cypher:3:7" ask -f wrong.cypher
ask -f wrong.cypher >seen 2>err
check "… and runs nothing" 1 "" test -s seen
check "query, an error with its place" 1 "^^^^^ did you mean MATCH?" ask 'METCH (n) RETURN n'
check "query, an error in Chinese" 1 "没有定义" "$kin" --lang zh query g.kin 'RETURN x'
check "query, a limit" 0 "there are more rows than 3" ask --limit 3 'UNWIND range(1, 10000000) AS n RETURN n'
endless='UNWIND range(1, 1000000) AS a UNWIND range(1, 100000) AS b WITH a + b AS n WHERE n < 0
RETURN count(n) AS n'
check "query, a time limit" 5 "TimeLimit" ask --timeout 300ms "$endless"
"$kin" query g.kin "$endless" >out 2>err &
job=$!
sleep 0.5; start=$(date +%s%N); kill -INT $job 2>/dev/null; wait $job; code=$?
took=$((($(date +%s%N) - start) / 1000000))
if [ $code -eq 5 ] && [ $took -lt 100 ]; then ok "Ctrl-C during a query ($took ms)"
else bad "Ctrl-C during a query" "code $code after $took ms"; fi
ask 'UNWIND range(1, 3000000) AS n RETURN n' 2>err | head -1 >out
codes="${PIPESTATUS[0]}"
if [ "$codes" -eq 0 ] && [ ! -s err ]; then ok "query, a closed pipe"; else bad "query, a closed pipe" "code $codes"; fi
check "query, the output is full" 4 "space" bash -c "'$kin' query g.kin 'RETURN 1 AS n' >/dev/full"
check "query, no file" 4 "no file" "$kin" query nothing.kin 'RETURN 1 AS n'
check "query, no statement" 2 "no statement" ask
check "query refuses to write when told to" 1 "ReadOnly" ask --read-only 'CREATE (:A)'
cp g.kin written.kin
check "query writes" 0 "1 node created" "$kin" query written.kin 'CREATE (:A {x: 1})'
check "… and it is there" 0 "(:A {x: 1})" "$kin" query written.kin 'MATCH (a:A) RETURN a'
check "query, a failure changes nothing" 1 "" "$kin" query written.kin 'UNWIND [1, 0] AS n CREATE (:B {x: 1 / n})'
check "… and the graph is as before" 0 "0" "$kin" query written.kin 'MATCH (b:B) RETURN count(b) AS n'
check "query makes no graph" 4 "no file" "$kin" query new.kin 'CREATE (:A)'
check "query makes a graph when told to" 0 "1 node" "$kin" query new.kin --create 'CREATE (:A)'
check "… that is whole" 0 "all is well" "$kin" check new.kin
if command -v python3 >/dev/null; then
  ask --format json 'MATCH p = (a)-[r]->(b) RETURN p, a, r, b, 1.0 / 0 AS f' >result.json 2>err
  check "query, JSON that others read" 0 "" python3 -m json.tool result.json
fi

echo "# requests"
cat >requests <<'JSON'
{"op":"run","query":"CREATE (a:A {x: $x})-[:T]->(:B) RETURN a","params":{"x":{"$float":"1.5"}}}
{"op":"reset"}
{"op":"run","query":"MATCH (n) RETURN count(n) AS n"}
nonsense
{"op":"procedure","signature":"p(a :: INTEGER?) :: (b :: STRING?)","columns":["a","b"],"rows":[[1,"one"]]}
{"op":"run","query":"CALL p(1) YIELD b RETURN b, date('2015-W30-2') AS d"}
JSON
check "pipe" 0 '{"$node":{"id":0,"labels":["A"],"properties":{"x":{"$float":"1.5"}}}}' \
  bash -c "'$kin' pipe <requests"
cp out answers
check "pipe answers every line" 0 "" test "$(wc -l <answers)" -eq 6
check "pipe resets" 0 '"rows":[[0]]' cat answers
check "pipe refuses nonsense" 0 ProtocolError cat answers
check "pipe calls procedures" 0 '[["one",{"$temporal":{"type":"date","value":"2015-07-21"}}]]' cat answers
check "pipe keeps a graph of a file" 0 ResetRefused bash -c "echo '{\"op\":\"reset\"}' | '$kin' pipe g.kin"

echo "# a graph that is there"
cp g.kin before.kin
check "import does not overwrite" 4 "--replace" "$kin" import people.csv -o g.kin
same "the graph is as it was" g.kin before.kin
check "import replaces when told to" 0 "3 nodes, 0 rel" "$kin" import people.csv -o g.kin --replace
check "the new graph is whole" 0 "all is well" "$kin" check g.kin
rm -f g.kin g.kin-*
"$kin" import people.csv attended.csv -o g.kin 2>/dev/null

echo "# wrong usage"
check "no command" 2 "Commands" "$kin"
check "unknown command" 2 "did you mean import" "$kin" imprt x
check "unknown flag" 2 "did you mean --json" "$kin" stats --jsno g.kin
check "missing operand" 2 "needs G.kin" "$kin" stats
check "missing -o" 2 "needs -o G.kin" "$kin" import people.csv
check "missing value" 2 "needs a value" "$kin" import people.csv -o
check "value of a flag without" 2 "takes no value" "$kin" stats --json=1 g.kin
check "unknown format" 2 "did you mean json" "$kin" export g.kin --format json1
check "no number" 2 "needs a number" "$kin" import people.csv -o x.kin --jobs many
check "no character" 2 "needs one ASCII character" "$kin" import people.csv -o x.kin --delimiter ab
check "several files to one stream" 2 "name a folder" "$kin" export g.kin -f csv
check "usage in Chinese" 2 "未知命令" env LANG=zh_CN.UTF-8 "$kin" imprt
absent "wrong usage makes no file" x.kin

echo "# files that are no graphs"
: >empty
head -c 100000 /dev/urandom >rubbish
for command in stats schema check export; do
  check "$command: no file" 4 "no file" "$kin" $command nothing.kin
  check "$command: a directory" 4 "directory" "$kin" $command "$work"
  check "$command: an empty file" 4 "empty" "$kin" $command empty
  check "$command: rubbish" 4 "not a graph" "$kin" $command rubbish
done
size=$(stat -c %s g.kin)
cp g.kin damaged.kin
printf '\252' | dd of=damaged.kin bs=1 seek=$((size / 2)) conv=notrunc status=none
check "a flipped byte is found" 1 "problem" "$kin" check damaged.kin
head -c $((size / 2)) g.kin >half.kin
"$kin" check half.kin >out 2>err; code=$?
if [ $code -eq 1 ] || [ $code -eq 4 ]; then ok "half a file is refused"; else bad "half" "code $code"; fi

echo "# input that is no good"
check "import: no file" 4 "no file" "$kin" import nothing.csv -o n.kin
check "import: an empty folder" 1 "" bash -c "mkdir -p void; '$kin' import void -o n.kin"
check "import: an empty file" 1 "empty" "$kin" import empty -o n.kin
check "import: rubbish" 1 "" "$kin" import rubbish -o n.kin
printf 'a,b\n1,2\n' >neither.csv
check "import: no columns of nodes" 1 ":ID" "$kin" import neither.csv -o n.kin
absent "a refused import makes no graph" n.kin n.kin.new
printf 'id:ID,name,:LABEL\n1,ok,A\n2,\377\376,A\n' >latin.csv
check "invalid UTF-8" 3 "rejected" "$kin" import latin.csv -o utf8.kin
check "… is told with its line" 0 "not UTF-8" cat latin.csv.rejects.tsv
printf 'id:ID,:LABEL\n1,A\n1,A\n2,A\n' >twice.csv
check "duplicate ids" 3 "2 nodes" "$kin" import twice.csv -o twice.kin
check "… are told" 0 "the id 1" cat twice.csv.rejects.tsv
printf ':START_ID,:END_ID,:TYPE\n1,2,T\n1,99,T\n' >dangling.csv
printf 'id:ID,:LABEL\n1,A\n2,A\n' >two.csv
check "an edge to nowhere" 3 "1 rel" "$kin" import two.csv dangling.csv -o dangling.kin
check "… is told" 0 "99" cat dangling.csv.rejects.tsv
{ printf 'id:ID,text,:LABEL\n1,'; head -c 10000000 /dev/zero | tr '\0' x; printf ',A\n'; } >long.csv
check "10 MB in one field" 0 "1 nodes" "$kin" import long.csv -o long.kin
check "… can be read back" 0 "all is well" "$kin" check long.kin
"$kin" export long.kin --format jsonl 2>err | wc -c >out
if [ "$(cat out)" -gt 10000000 ]; then ok "… and exported"; else bad "10 MB exported" "short"; fi

echo "# the system says no"
if [ "$(id -u)" -eq 0 ]; then
  runner="setpriv --reuid=65534 --regid=65534 --clear-groups"
  $runner true 2>/dev/null || runner=
else
  runner=env
fi
if [ -n "$runner" ] && $runner test -x "$kin"; then
  chmod 755 "$work"
  mkdir -p closed; chmod 555 closed; cp g.kin secret.kin; chmod 000 secret.kin
  check "no permission to read" 4 "ermission" $runner "$kin" stats secret.kin
  check "no permission to write" 4 "ermission" $runner "$kin" import people.csv -o closed/g.kin
else
  skip "no permission" "cannot become another user here"
fi
mkdir -p disk
if mount -t tmpfs -o size=2m tmpfs disk 2>/dev/null; then
  disk=$work/disk
  check "a full disk" 4 "space" "$kin" import long.csv -o disk/g.kin
  absent "… leaves no half graph" disk/g.kin.new disk/g.kin disk/g.kin-journal
  check "a full disk, exporting" 4 "space" "$kin" export long.kin -f jsonl -o disk/x.jsonl
  absent "… leaves no half file" disk/x.jsonl disk/x.jsonl.new
else
  skip "a full disk" "tmpfs cannot be mounted here"
fi
check "the output is full" 4 "space" bash -c "'$kin' help >/dev/full"
seq 1 200000 | awk 'BEGIN { print "id:ID,name,:LABEL" } { print $1 ",name " $1 ",A" }' >many.csv
check "many rows" 0 "200 000 nodes" "$kin" import many.csv -o many.kin
"$kin" export many.kin --format jsonl 2>err | head -1 >out
codes="${PIPESTATUS[0]}"
if [ "$codes" -eq 0 ] && [ ! -s err ]; then ok "a closed pipe"; else bad "a closed pipe" "code $codes"; fi
if command -v flock >/dev/null; then
  exec 8>>g.kin-lock
  # The lock is of the kind that belongs to an open file; another opener must not get it.
  if flock -n 8; then
    check "a second writer" 4 "written to by" "$kin" import people.csv -o g.kin --replace
    check "… is told before anything is read" 4 "written to by" timeout 5 \
      "$kin" import - -o g.kin --replace
    check "… in Chinese" 4 "写入；请等它结束" "$kin" --lang zh import people.csv -o g.kin --replace
    check "a reader beside a writer" 0 "3 nodes" "$kin" stats g.kin
  else
    skip "a second writer" "the lock could not be taken"
  fi
  exec 8>&-
else
  skip "a second writer" "there is no flock here"
fi
mkfifo pipe
"$kin" import many.csv pipe -o cut.kin --format csv >out 2>err &
job=$!
sleep 0.3; kill -INT $job 2>/dev/null; wait $job; code=$?
if [ $code -eq 5 ]; then ok "Ctrl-C during an import"; else bad "Ctrl-C during an import" "code $code"; fi
absent "… leaves nothing behind" cut.kin cut.kin.new many.csv.rejects.tsv

echo "# pages"
mkdir -p press/sub
page() { printf '%s\n\n　　本报讯（记者 %s）%s\n' "$2" "$3" "$4" >"$1"; }
page press/a.txt 云溪区职工技能大赛开赛 林知夏 '5月6日，云溪区总工会举办云溪区职工技能大赛。云溪区总工会主席周牧野出席大赛并致辞。'
page press/sub/b.txt 云溪区总工会走访企业 沈若溪 '5月7日，云溪区总工会主席周牧野走访星湖纺织有限公司。'
printf '{"page":"c.txt","text":"标题\\n\\n　　云溪区总工会开展送清凉活动。"}\n' >c.jsonl
check "build" 0 "2 pages read" "$kin" build press -o press.kin
check "… and a command to try" 0 "kin query again.kin" "$kin" build press -o again.kin
check "build again" 0 "0 pages read, 2 unchanged" "$kin" build press -o press.kin
check "built graph" 0 "all is well" "$kin" check press.kin
check "build names the graph" 0 "c.kin has" "$kin" build c.jsonl
check "why" 0 "press/a.txt" "$kin" why press.kin 周牧野
check "why in Chinese" 0 "提及" "$kin" --lang zh why press.kin 周牧野
check "why as JSON" 0 '"mentions":[' "$kin" why press.kin 云溪区总工会 --json
check "why of nothing" 1 "has nothing called" "$kin" why press.kin 不存在
check "dry run" 0 "nothing was written" "$kin" build press -o dry.kin --dry-run
absent "… leaves nothing" dry.kin dry.kin-journal
"$kin" extract press/a.txt press/sub/b.txt >whole.facts.jsonl 2>/dev/null
{ "$kin" extract press/a.txt; "$kin" extract -j 1 press/sub/b.txt; } >parts.facts.jsonl 2>/dev/null
same "extract in parts" whole.facts.jsonl parts.facts.jsonl
check "build from facts" 0 "2 pages read" "$kin" build whole.facts.jsonl -o facts.kin
for graph in press facts; do
  "$kin" export $graph.kin --format jsonl 2>/dev/null | sed 's/"folder":"[^"]*",//' >$graph.lines
done
same "… is the same graph" press.lines facts.lines
rm press/sub/b.txt
check "a page that is gone" 0 "1 gone" "$kin" build press -o press.kin
page press/sub/b.txt 云溪区总工会走访企业 沈若溪 '5月7日，云溪区总工会主席周牧野走访星湖纺织有限公司。'
check "… and back" 0 "1 pages read, 1 unchanged" "$kin" build press -o press.kin
check "forget" 0 "forgot press/sub/b.txt" "$kin" forget press.kin b.txt
check "forget nothing" 1 "has no page nothing.txt" "$kin" forget press.kin nothing.txt
check "forgotten graph" 0 "all is well" "$kin" check press.kin
: >press/empty.txt
head -c 3000 /dev/zero >press/binary.txt
check "pages with problems" 3 "press/binary.txt" "$kin" build press -o press.kin
check "… are told in Chinese" 3 "页面为空" "$kin" --lang zh build press -o press.kin
printf 'no json\n{"page":"x"}\n' >bad.jsonl
check "lines that are no pages" 3 "bad.jsonl:2" "$kin" build bad.jsonl -o bad.kin
check "nothing to build" 4 "there is no file" "$kin" build missing -o missing.kin
check "build needs a path" 2 "needs PATH" "$kin" build
check "rules that are not there" 4 "cannot read" "$kin" build press -o press.kin --rules missing.rules

echo "# what a terminal gets"
if command -v script >/dev/null; then
  printf 'id:ID,name,:LABEL\n1,a\033[2Jb,"E\033]0;x"\n' >escape.csv
  "$kin" import escape.csv -o escape.kin 2>/dev/null
  script -qec "'$kin' export escape.kin -f dot; '$kin' schema escape.kin" /dev/null >out 2>err
  if grep -q $'\033\\[2J\|\033\\]0' out; then bad "escapes" "reach the terminal"; else ok "no escapes"; fi
  script -qec "NO_COLOR=1 '$kin' nothing" /dev/null >out 2>err
  if grep -q $'\033' out; then bad "NO_COLOR" "has colours"; else ok "NO_COLOR"; fi
else
  skip "what a terminal gets" "there is no script(1) here"
fi
"$kin" nothing 2>err; if grep -q $'\033' err; then bad "colours" "in a file"; else ok "no colours in files"; fi

start=$(date +%s%N)
for _ in 1 2 3 4 5 6 7 8 9 10; do "$kin" --version >/dev/null; done
echo "# start: $((($(date +%s%N) - start) / 10000)) µs per run"
echo "# $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
