# guard.sh <pid file> <program> [argument...]
#
# Runs a program that must not outlive whoever started this guard. Standard input is the leash: each line names a signal to
# send to the program; when it ends, because it was closed or because the starter died of whatever cause, the program
# is asked to stop, and killed if it has not stopped 20 seconds later.

pid_file=$1
shift
exec 3<&0

"$@" </dev/null 3<&- &
program=$!
echo "$program" >"$pid_file.part" && mv "$pid_file.part" "$pid_file"

(
  while read -r signal; do
    kill -s "$signal" "$program" 2>/dev/null
  done
  kill -s CONT "$program" 2>/dev/null
  kill -s TERM "$program" 2>/dev/null
  seconds=0
  while [ "$seconds" -lt 20 ] && kill -0 "$program" 2>/dev/null; do
    sleep 1
    seconds=$((seconds + 1))
  done
  kill -s KILL "$program" 2>/dev/null
) <&3 3<&- &
leash=$!

wait "$program"
status=$?
kill -s KILL "$leash" 2>/dev/null
rm -f "$pid_file"
exit "$status"
