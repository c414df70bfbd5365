import { Component, type ComponentChildren, type ComponentType } from 'preact';

/** A component that is drawn again only when one of its properties is another one: thousands of rows stay as they are from step to step. */
export function memo<Props extends object>(draw: (props: Props) => ComponentChildren): ComponentType<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      return Object.entries(next).some(([name, value]) => value !== Reflect.get(this.props, name));
    }

    override render(): ComponentChildren {
      return draw(this.props);
    }
  };
}
