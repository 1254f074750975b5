import type { AddressTable, TextTable } from '../model/batch.ts';
import type { EventStore } from '../model/event-store.ts';
import { addressClasses } from './address-classes.ts';
import { TextClasses } from './text-classes.ts';
import type { TextForm } from './text-values.ts';

/** The values of a store as they are compared. What it works out, it keeps: one for all programs of a run. */
export class StoreValues {
  readonly store: EventStore;
  private readonly textClasses = new Map<TextForm, TextClasses>();
  private addressIds: Uint32Array | null | undefined;

  constructor(store: EventStore) {
    this.store = store;
  }

  get texts(): TextTable {
    return this.store.texts;
  }

  get addresses(): AddressTable {
    return this.store.addresses;
  }

  classesOf(form: TextForm): TextClasses {
    let classes = this.textClasses.get(form);
    if (classes === undefined) {
      classes = new TextClasses(this.texts, form);
      this.textClasses.set(form, classes);
    }
    return classes;
  }

  /** See `addressClasses`. */
  get addressClasses(): Uint32Array | null {
    this.addressIds ??= addressClasses(this.addresses);
    return this.addressIds;
  }
}
