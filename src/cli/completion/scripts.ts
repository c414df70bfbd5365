/** What each shell evaluates to complete `fdcheck`: it asks `fdcheck complete` for a candidate a line, and a tab before a few words about it. */

/** Bash 3.2 and later. Readline takes words apart at `=`: they are put together again, and what stands before the last `=` is not repeated. */
const bash = `# fdcheck completion for bash: source <(fdcheck completion bash)
_fdcheck() {
  local words=() word line value prefix n=-1 i
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if ((n >= 0)) && [[ $word == '=' || \${words[n]} == *= ]]; then
      words[n]+=$word
    else
      n=$((n + 1))
      words[n]=$word
    fi
  done
  prefix=
  [[ \${words[n]} == *=* ]] && prefix=\${words[n]%=*}=
  COMPREPLY=()
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    COMPREPLY+=("\${value#"$prefix"}")
  done < <("\${COMP_WORDS[0]}" complete -- "\${words[@]}" 2>/dev/null)
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[/=,] ]] && type compopt >/dev/null 2>&1; then
    compopt -o nospace 2>/dev/null
  fi
}
complete -F _fdcheck fdcheck
`;

const zsh = `#compdef fdcheck
# fdcheck completion for zsh: source <(fdcheck completion zsh), or a file _fdcheck in a folder of $fpath
_fdcheck() {
  local line value about
  local -a done goes_on done_shown goes_on_shown
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    about=\${line#*$'\\t'}
    [[ -z $value ]] && continue
    if [[ $value == *[/=,] ]]; then
      goes_on+=("$value")
      goes_on_shown+=("$value\${about:+  -- $about}")
    else
      done+=("$value")
      done_shown+=("$value\${about:+  -- $about}")
    fi
  done < <("\${(Q)words[1]}" complete -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)
  (( $#done )) && compadd -l -d done_shown -a done
  (( $#goes_on )) && compadd -S '' -l -d goes_on_shown -a goes_on
}
if [[ \${funcstack[1]} == _fdcheck ]]; then
  _fdcheck "$@"
else
  compdef _fdcheck fdcheck
fi
`;

const fish = `# fdcheck completion for fish: fdcheck completion fish | source, or > ~/.config/fish/completions/fdcheck.fish
function __fdcheck_complete
    set -l words (commandline -opc)
    $words[1] complete -- $words[2..] (commandline -ct) 2>/dev/null
end
complete -c fdcheck -f -a '(__fdcheck_complete)'
`;

export const scripts = { bash, zsh, fish } as const;

export type Shell = keyof typeof scripts;

export function isShell(name: string): name is Shell {
  return Object.hasOwn(scripts, name);
}
