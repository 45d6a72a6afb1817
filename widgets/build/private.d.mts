export declare const PRIVATE: string[];
