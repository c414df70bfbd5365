/**
 * JSON schemas, written from the manuals, of as much of two formats as is written here: what is not in them is refused.
 * pre-commit: https://pre-commit.com/#creating-new-hooks and #pre-commit-configyaml---top-level; GitLab: https://docs.gitlab.com/ci/yaml/
 */
const text = { type: 'string', minLength: 1 } as const;
const texts = { type: 'array', items: text } as const;
const yes = { type: 'boolean' } as const;
const pattern = text;

const LANGUAGES = ['conda', 'coursier', 'dart', 'docker', 'docker_image', 'dotnet', 'fail', 'golang', 'haskell', 'julia', 'lua', 'node', 'perl', 'pygrep', 'python', 'r', 'ruby', 'rust', 'script', 'swift', 'system', 'unsupported'];

const hook = {
  id: text, name: text, entry: text, language: { enum: LANGUAGES }, alias: text, files: pattern, exclude: pattern, types: texts, types_or: texts, exclude_types: texts,
  always_run: yes, fail_fast: yes, verbose: yes, pass_filenames: yes, require_serial: yes, description: text, language_version: text, minimum_pre_commit_version: text,
  args: texts, stages: texts, additional_dependencies: texts, log_file: text,
} as const;

/** .pre-commit-hooks.yaml */
export const hooksSchema = {
  type: 'array', minItems: 1,
  items: { type: 'object', required: ['id', 'name', 'entry', 'language'], properties: without(hook, ['alias', 'additional_dependencies', 'log_file']), additionalProperties: false },
};

/** .pre-commit-config.yaml */
export const hooksConfigSchema = {
  type: 'object', required: ['repos'], additionalProperties: false,
  properties: {
    repos: {
      type: 'array', minItems: 1,
      items: {
        type: 'object', required: ['repo', 'hooks'], additionalProperties: false,
        properties: { repo: text, rev: text, hooks: { type: 'array', minItems: 1, items: { type: 'object', required: ['id'], properties: hook, additionalProperties: false } } },
        if: { properties: { repo: { const: 'local' } } },
        then: { properties: { rev: false, hooks: { items: { required: ['id', 'name', 'entry', 'language'] } } } },
        else: { required: ['rev'] },
      },
    },
  },
};

const job = {
  type: 'object', required: ['script'], additionalProperties: false,
  properties: {
    stage: text, image: text, needs: texts, when: { enum: ['on_success', 'on_failure', 'always', 'manual', 'delayed', 'never'] }, interruptible: yes,
    script: { type: 'array', minItems: 1, items: text }, before_script: texts, parallel: { type: 'integer', minimum: 1, maximum: 200 },
    variables: { type: 'object', additionalProperties: { type: ['string', 'integer'] } },
    rules: { type: 'array', items: { type: 'object', properties: { if: text, changes: texts, when: text }, additionalProperties: false } },
    cache: {
      type: 'object', required: ['paths'], additionalProperties: false,
      properties: { key: text, paths: texts, fallback_keys: { ...texts, maxItems: 5 }, when: { enum: ['on_success', 'on_failure', 'always'] }, policy: { enum: ['pull', 'push', 'pull-push'] } },
    },
    artifacts: {
      type: 'object', additionalProperties: false,
      properties: {
        name: text, paths: texts, when: { enum: ['on_success', 'on_failure', 'always'] }, expire_in: text,
        reports: { type: 'object', properties: { junit: { anyOf: [text, texts] }, codequality: text, sast: text }, additionalProperties: false },
      },
    },
  },
};

/** .gitlab-ci.yml */
export const gitlabSchema = {
  type: 'object', properties: { stages: texts, default: { ...job, required: [] }, variables: job.properties.variables }, additionalProperties: job, minProperties: 1,
};

function without<Name extends string>(all: Readonly<Record<Name, unknown>>, names: readonly Name[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.some((one) => one === name)));
}
